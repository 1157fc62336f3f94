/** Takes the colours of a terminal out of a text. */

const ESC = String.raw`(?:\x1b|\\u001b|\\x1b|\\033|\^\[)`
const ESCAPES = new RegExp(
  ESC + String.raw`(?:\[[\d;?]*[ -/]*[@-~]|\][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\)?|[@-Z\\^_-])`,
  'g',
)

export function hasEscapes(text: string): boolean {
  return text.includes('\u001b') || text.includes('\\u001b') || text.includes('^[[')
}

/** A text without the colours of a terminal, also those that a JSON log or `cat -v` wrote out; its lines stay. */
export function stripEscapes(text: string): string {
  return text.replace(ESCAPES, '')
}

// Controls, and the marks that turn the direction of writing: of no use in a line, and of use to an attacker.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

const PLAIN = /^[ -~]*$/

/** Text of an input, or a file's name, as it may be shown on a terminal. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code < 256
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** What an error says, without its class and stack. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
      return 'no such file or folder'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'EISDIR':
      return 'is a folder'
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files'
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return 'the gzip data is damaged or cut short'
    default:
      return printable(message || String(error))
  }
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let unit = 0
  for (; bytes >= 999.5 && unit < units.length - 1; unit++) bytes /= 1000
  return `${unit === 0 || bytes >= 99.5 ? Math.round(bytes) : bytes.toPrecision(2)} ${units[unit]}`
}

/** Draws what a program prints to a terminal as an SVG, for the README. */

import { stripVTControlCharacters } from 'node:util'

/** The codes of colors that the command uses, in colors that are easy to read on the dark ground. */
const COLORS: Readonly<Record<string, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  35: '#d2a8ff',
  36: '#56d4dd',
}

const SEQUENCE = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`)

const [WIDTH, HEIGHT, MARGIN] = [8.4, 20, 16] // of a character, of a line, around all of them

const escaped = (text: string) => text.replace(/[&<]/g, (character) => (character === '&' ? '&amp;' : '&lt;'))

/** @param text lines, with the escape sequences of bold, dim and colored text */
export function drawTerminal(text: string): string {
  const lines = text.trimEnd().split('\n')
  let style: Partial<Record<'weight' | 'opacity' | 'fill', string | undefined>> = {}
  const drawn = lines.map((line, i) => {
    let at = 0
    const spans = line.split(SEQUENCE).map((part, j) => {
      if (j % 2) {
        if (part === '1') style = { ...style, weight: 'bold' }
        else if (part === '2') style = { ...style, opacity: '0.65' }
        else if (part === '22') style = style.fill ? { fill: style.fill } : {}
        else if (part === '39') style = { ...style, fill: undefined }
        else if (COLORS[part]) style = { ...style, fill: COLORS[part] }
        else throw new Error(`an escape sequence without a look: ${part}`)
        return ''
      }
      const word = part.trim()
      const x = MARGIN + (at + part.indexOf(word)) * WIDTH
      at += part.length
      // An SVG has no blanks at the ends of a text.
      if (!word) return ''
      const { weight, opacity, fill } = style
      const attributes = Object.entries({
        x: x.toFixed(1),
        textLength: (word.length * WIDTH).toFixed(1),
        'font-weight': weight,
        'fill-opacity': opacity,
        fill,
      }).flatMap(([name, value]) => (value ? `${name}="${value}"` : []))
      return `<tspan ${attributes.join(' ')}>${escaped(word)}</tspan>`
    })
    return `  <text y="${MARGIN + HEIGHT * (i + 0.7)}">${spans.join('')}</text>`
  })
  const bare = lines.map(stripVTControlCharacters)
  const width = Math.ceil(2 * MARGIN + Math.max(...bare.map(({ length }) => length)) * WIDTH)
  const height = 2 * MARGIN + lines.length * HEIGHT
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
  <title>${escaped(bare[0] ?? '')}</title>
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
${drawn.join('\n')}
  </g>
</svg>
`
}

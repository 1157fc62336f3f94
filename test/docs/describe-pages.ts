import { describe, expect, it } from 'vitest'
import { type Block, blocksOf, brokenLinks, chinese, levelsOf, read } from './markdown.js'

/**
 * Runs a block of code and checks what comes of it.
 * @param next the block behind it, if that is its output
 * @param previous the block before it, which may be its input
 */
export type Run = (block: string, next: Block, previous?: Block) => unknown

/** How each block of a page is run, by page and in order; but for outputs, which belong to the block before. */
export type Runs = Readonly<Record<string, readonly Run[]>>

/** The languages of outputs. */
const OUTPUTS = ['text', 'json']

/** That the packages of a `npm install` exist: those of this repository, and those that its tests use. */
export const installs: Run = (block) => {
  const [, ...names] = block
    .trim()
    .replace(/ --?[\w-]+(?= )/g, '')
    .split(' ')
    .slice(1)
  const known = read('pnpm-workspace.yaml')
  expect(names.length).toBeGreaterThan(0)
  for (const name of names)
    if (name.startsWith('@requestid/'))
      expect(JSON.parse(read(`packages/${name.slice(11)}/package.json`)).name).toBe(name)
    else expect(known).toMatch(new RegExp(`^ {2}"?${name}"?: `, 'm'))
}

/** Tests that each page works as it stands, and is the same in Chinese. */
export function describePages(runs: Runs): void {
  for (const [page, ofPage] of Object.entries(runs)) {
    describe(page, () => {
      const blocks = blocksOf(page)
      const code = blocks.filter(({ language }) => !OUTPUTS.includes(language))

      it('has blocks of code that are all run', () => {
        expect(code.map(({ language }) => language)).toHaveLength(ofPage.length)
        for (const { language } of blocks)
          expect(['js', 'ts', 'sh', 'xml', 'html', 'yaml', ...OUTPUTS]).toContain(language)
      })

      it('has the same blocks and sections in Chinese', () => {
        // Comments and titles are translated.
        const bare = ({ language, text }: Block) => [
          language,
          text.replace(/(^|\s)(\/\/|#) .*$/gm, '').replace(/^test\('[^']*'/gm, 'test('),
        ]
        expect(blocksOf(chinese(page)).map(bare)).toEqual(blocks.map(bare))
        expect(levelsOf(chinese(page))).toEqual(levelsOf(page))
      })

      for (const name of [page, chinese(page)]) {
        it(`has links that lead somewhere (${name})`, () => {
          expect(brokenLinks(name)).toEqual([])
        })
      }

      for (const [i, block] of code.entries()) {
        it(`has a block ${i + 1} that works as it stands`, async () => {
          const place = blocks.indexOf(block)
          const output = blocks[place + 1]
          const shown = output !== undefined && OUTPUTS.includes(output.language)
          let compared = false
          const next: Block = {
            language: shown ? output.language : '',
            get text() {
              compared = true
              return shown ? output.text : ''
            },
          }
          await ofPage[i]?.(block.text, next, blocks[place - 1])
          expect(compared, 'the output that the page shows is looked at').toBe(shown)
        })
      }
    })
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

/** The text of a file, by its path from the top of the repository. */
export const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** Every Markdown file of the repository that somebody wrote: not the reports of public types. */
export function markdownFiles(folder = ''): string[] {
  const path = fileURLToPath(new URL(folder, root))
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const name = posix.join(folder, entry.name)
    if (entry.isDirectory())
      return /^(?:node_modules|dist|\..*)$/.test(entry.name) ? [] : markdownFiles(`${name}/`)
    return /(?<!\.api)\.md$/.test(entry.name) ? [name] : []
  })
}

export const chinese = (page: string): string => page.replace(/\.md$/, '.zh-CN.md')

/** A fenced block of code. */
export interface Block {
  readonly language: string
  readonly text: string
}

export const blocksOf = (page: string): Block[] =>
  [...read(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))

const prose = (page: string) => read(page).replace(/^```[\s\S]*?^```$/gm, '')

/** The levels of the headings, in order. */
export const levelsOf = (page: string): string[] => prose(page).match(/^#+(?= )/gm) ?? []

/** The names by which a link can lead to a heading of the page, as GitHub makes them. */
const anchorsOf = (page: string): string[] =>
  [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** The links of a page that lead to no file, or to no heading of it. */
export function brokenLinks(page: string): string[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => {
    if (/^https:/.test(link)) return false
    const [path = '', anchor] = link.split('#')
    const target = path ? join(posix.dirname(page), path) : page
    if (!existsSync(new URL(target, root))) return true
    return anchor !== undefined && !(target.endsWith('.md') && anchorsOf(target).includes(anchor))
  })
}

/** The rows of every table of a page, without its head; a cell is as it stands, without its padding. */
export const rowsOf = (page: string): string[][] =>
  [...prose(page).matchAll(/^\| *:?-[-:| ]*\|\n((?:\|.*\|\n?)+)/gm)].flatMap(([, body = '']) =>
    body
      .trim()
      .split('\n')
      .map((row) =>
        row
          .replace(/^\||\|$/g, '')
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim().replaceAll('\\|', '|')),
      ),
  )

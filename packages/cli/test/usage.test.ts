// The help, the manual page and the READMEs say the same.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../dist/esm/bin.js', import.meta.url))
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const print = (...args: string[]) => spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' }).stdout

const commands = ['', 'decode', 'report', 'patterns', 'completion', 'help']
const helps = new Map(commands.map((name) => [name, name ? print('help', name) : print('--help')]))
const program = helps.get('') ?? ''

type Options = [flags: string, description: string][]

/** What a help text says of each option: what stands farther to the right goes on with the line above. */
function optionsOf(help: string): Options {
  const [, part = ''] = /^Options:\n((?: .*\n)+)/m.exec(help) ?? []
  return part
    .replace(/\n {4,}/g, ' ')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, flags = '', description = ''] = /^ {2}(\S.*?) {2,}(.*)$/.exec(line) ?? []
      return [flags, description.replace(/ \(choices: .*\)$/, '')]
    })
}

/** The rows of the table of options below a heading; nothing where there is none. */
function tableOf(markdown: string, heading: string): Options {
  const [, part = ''] = markdown.split(`\n## ${heading}\n`)
  const [section = ''] = part.split('\n## ')
  return [...section.matchAll(/^\| `(-[^`]+)` +\| (.*?) +\|$/gm)].map(([, flags = '', text = '']) => [
    flags,
    text,
  ])
}

function manualOf(manual: string, heading: string): Options {
  const [, part = ''] = manual.split(`.SH ${heading}\n`)
  const [section = ''] = part.split('.SH ')
  return [...section.matchAll(/^\.TP\n\.B (.*)\n(.*)$/gm)].map(([, flags = '', text = '']) => [flags, text])
}

const readme = read('README.md')
const chinese = read('README.zh-CN.md')
const manual = read('man/requestid.1').replaceAll('\\-', '-').replaceAll('\\&', '')

test('the manual page is the one that the command prints', () => {
  expect(read('man/requestid.1')).toBe(print('manual'))
})

test.each(commands)('all options of "%s" stand in the manual page, in the same words', (name) => {
  const options = optionsOf(helps.get(name) ?? '')
  expect(options.length).toBeGreaterThan(0)
  const told = manualOf(manual, name.toUpperCase() || 'OPTIONS')
  expect(told.map(([flags]) => flags)).toEqual(options.map(([flags]) => flags))
  for (const [index, [, description]] of options.entries()) expect(told[index]?.[1]).toContain(description)
})

test.each(['', 'decode', 'report'])('all options of "%s" stand in the READMEs', (name) => {
  const options = optionsOf(helps.get(name) ?? '')
  expect(tableOf(readme, name || 'Options')).toEqual(options)
  expect(tableOf(chinese, name || '选项').map(([flags]) => flags)).toEqual(options.map(([flags]) => flags))
})

test('commands, exit codes and examples stand in all of them', () => {
  const [, listed = ''] = /^Commands:\n((?: .*\n)+)/m.exec(program) ?? []
  const names = [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name)
  expect(names).toEqual(commands.slice(1))
  const [, codes = ''] = /^Exit codes:\n((?: .*\n)+)/m.exec(program) ?? []
  const exits = [...codes.matchAll(/^ {2}(\d+) +(.*)$/gm)].map(([, code = '', text = '']) => [code, text])
  expect(exits.map(([code]) => code)).toEqual(['0', '1', '2', '130', '143'])
  const rows = (markdown: string) =>
    [...markdown.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, text]) => [code, text])
  expect(rows(readme)).toEqual(exits)
  expect(rows(chinese).map(([code]) => code)).toEqual(exits.map(([code]) => code))
  expect(manualOf(manual, 'EXIT STATUS')).toEqual(exits)
  const [, shown = ''] = /^Examples:\n((?: .*\n)+)/m.exec(program) ?? []
  const examples = shown.split('\n').flatMap((line) => line.trim() || [])
  expect(examples.length).toBeGreaterThan(5)
  for (const text of [readme, chinese, manual]) {
    for (const word of [...examples, ...names.map((name) => `requestid ${name}`)])
      expect(text).toContain(word)
  }
})

test('no line of the help is wider than a terminal', () => {
  for (const [name, help] of helps) {
    for (const line of help.split('\n')) expect(line.length, `${name}: ${line}`).toBeLessThanOrEqual(80)
  }
})

test('completion has every command and every option', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const script = print('completion', shell)
    for (const name of commands) {
      expect(script).toContain(name)
      for (const [flags] of optionsOf(helps.get(name) ?? '')) {
        const [, long = ''] = /--([\w-]+)/.exec(flags) ?? []
        if (long !== 'help')
          expect(script, `${shell}, ${flags}`).toContain(shell === 'fish' ? `-l ${long}` : `--${long}`)
      }
    }
  }
})

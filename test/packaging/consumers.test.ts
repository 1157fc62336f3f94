// What people run the packages with in Node: installed from a registry, each makes calls to servers on this machine.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { published } from './pack.js'
import { command, execute, expectIds, imports, print, requires, run, sdks } from './programs.js'
import { type Consumer, createConsumer } from './registry.js'

let consumer: Consumer
beforeAll(async () => {
  consumer = await createConsumer(published, sdks)
})
afterAll(() => consumer?.[Symbol.asyncDispose]())

describe('the packages from a registry', () => {
  it('are no links, and come from there alone', () => {
    const lock = JSON.parse(readFileSync(join(consumer.folder, 'package-lock.json'), 'utf8'))
    const { '': _, ...installed } = lock.packages as Record<string, { resolved: string; link?: boolean }>
    expect(Object.keys(installed)).toEqual(
      expect.arrayContaining(published.map((name) => `node_modules/@requestid/${name}`)),
    )
    for (const { resolved, link } of Object.values(installed)) {
      expect([resolved, link]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:/), undefined])
    }
  })

  it('Node, by import', () =>
    expectIds(consumer, process.execPath, consumer.write('node.mjs', imports + run + print)))

  it('Node, by require', () =>
    expectIds(consumer, process.execPath, consumer.write('node.cjs', requires + run + print)))

  it('Jest', async () => {
    // Its reporter writes to stderr.
    const print = `test('ids', async () => { require('node:fs').writeSync(1, JSON.stringify(await run())) })`
    consumer.write('ids.test.js', requires + run + print)
    const cache = join(consumer.folder, '.jest')
    const options = ['--ci', '--runInBand', '--rootDir', consumer.folder, '--cacheDirectory', cache]
    await expectIds(consumer, process.execPath, command('jest'), ...options)
  })

  it('the command', async () => {
    const file = consumer.write('app.log', 'x-cos-request-id: NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk\n')
    const bin = join(consumer.folder, 'node_modules/.bin/requestid')
    expect(await execute(consumer, bin, ['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await execute(consumer, bin, [file])).toContain('NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk')
  })
})

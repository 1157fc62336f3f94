import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'acorn'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { plugins, root } from './pack.js'

/** What a bundler makes of a module for browsers, without settings. */
async function bundle(name: string, contents: string): Promise<string> {
  const { outputFiles, warnings } = await build({
    stdin: { contents, resolveDir: join(root, 'packages', name) },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  expect(warnings).toEqual([])
  return outputFiles[0]?.text ?? ''
}

describe.each(['core', ...plugins])('a bundle of @requestid/%s', (name) => {
  const from = `from '@requestid/${name}'`

  it('has nothing of what is not used, and no module of Node', async () => {
    const register =
      name === 'core'
        ? `export { Operation } from '@requestid/core/plugin'`
        : `export { withRequestId } ${from}`
    const text = await bundle(name, `${register}; export { getRequestId, getRequestInfo } ${from}`)
    for (const own of ['Earlier attempts', 'myqcloud', 'AsyncLocalStorage', '[unreadable]', 'observers']) {
      expect(text).not.toContain(own)
    }
    expect(text).not.toMatch(/(?:from|require\(|import\() ?["']node:/)
  })

  // What has no report of its own has that of core, for all.
  const hasReport = existsSync(join(root, 'packages', name, 'src/report.ts'))
  it.runIf(hasReport && name !== 'core')('has the hosts of its own vendor, and of no other', async () => {
    const text = await bundle(name, `export { formatSupportReport } ${from}`)
    const hosts = {
      myqcloud: ['cos'],
      aliyuncs: ['oss', 'alibaba-cloud'],
      amazonaws: ['aws', 'aws-v2'],
    }
    const has = Object.keys(hosts).filter((host) => text.includes(host))
    const own = Object.entries(hosts).flatMap(([host, plugins]) => (plugins.includes(name) ? host : []))
    expect(has).toEqual(own)
  })

  it('has the syntax of ES2018, all of it', async () => {
    const text = await bundle(name, `import * as all ${from}; console.log(all)`)
    expect(() => parse(text, { ecmaVersion: 2018, sourceType: 'module' })).not.toThrow()
  })

  it('has what is used', async () => {
    expect(await bundle(name, `export { formatSupportReport } ${from}`)).toContain('Earlier attempts')
    expect(await bundle(name, `export { captureExchanges } ${from}`)).toContain('AsyncLocalStorage')
  })
})

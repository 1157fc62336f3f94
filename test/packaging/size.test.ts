import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { plugins } from './pack.js'

it('plugin and core stay within the budget of test/bench/size.mjs', () => {
  const script = fileURLToPath(new URL('../bench/size.mjs', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  for (const name of plugins) expect(stdout).toContain(`| @requestid/${name} | withRequestId |`)
  expect(status, stdout).toBe(0)
})

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** Half a minute of it; for longer: node test/soak/soak.mjs. */
const ARGUMENTS = ['--duration', '30', '--at-once', '1000']

it('under load and faults, no id is mixed up or missing, nothing escapes, and nothing grows', async () => {
  const program = fileURLToPath(new URL('soak.mjs', import.meta.url))
  const child = spawn(process.execPath, [program, ...ARGUMENTS], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(code, output).toBe(0)
  expect(output).toMatch(/^[1-9]\d{3,} operations, /m)
}, 300_000)

// That what the README shows works as it stands.
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { describePages, installs, type Run } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import { anthropicVersions, openaiVersions } from './versions.js'
import { type AiWire, KEY, startAnthropic, startOpenAI } from './wire.js'

const [[, openai]] = openaiVersions as [(typeof openaiVersions)[number]]
const [[, anthropic]] = anthropicVersions as [(typeof anthropicVersions)[number]]

const modules: Readonly<Record<string, () => unknown>> = {
  openai: () => ({ default: openai.OpenAI }),
  '@anthropic-ai/sdk': () => ({ default: anthropic.Anthropic }),
  '@requestid/ai': () => import('../src/index.js'),
}

async function run(block: string, server: AiWire, baseURL: string): Promise<unknown[][]> {
  const printed: unknown[][] = []
  const given = {
    load: async (name: string) => modules[name]?.(),
    console: { log: (...values: unknown[]) => printed.push(values) },
    process: { stdout: { write() {} } },
    apiKey: KEY,
    baseURL,
  }
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
  printed.push(server.exchanges.map(({ requestId }) => requestId))
  await server.close()
  return printed
}

const useOpenAI: Run = async (block) => {
  const server = await startOpenAI()
  const printed = await run(block, server, `${server.clientOptions()}/v1`)
  const [completion, stream, error] = printed.pop() as unknown[]
  expect(printed).toEqual([[completion], [stream], [error, 404]])
}

const useAnthropic: Run = async (block) => {
  const server = await startAnthropic()
  const printed = await run(block, server, server.clientOptions())
  const [id] = printed.pop() as unknown[]
  expect(printed).toEqual([[id, id]])
}

/** types.test.ts has it. */
const augments: Run = (block) => {
  expect(readFileSync(new URL('types.test.ts', import.meta.url), 'utf8')).toContain(block.trim())
}

describePages({ 'packages/ai/README.md': [installs, useOpenAI, useAnthropic, augments] })

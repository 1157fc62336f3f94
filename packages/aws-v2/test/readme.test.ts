// That what the README shows works as it stands.
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestServer } from '@requestid/testing'
import { afterAll, beforeAll, expect } from 'vitest'
import { describePages, installs } from '../../../test/docs/describe-pages.js'
import { asFunction } from '../../../test/docs/reader.js'
import { type AwsWire, optionsOf, startAws, startS3 } from './wire.js'

let s3: TestServer
let aws: AwsWire
beforeAll(async () => {
  s3 = await startS3()
  aws = await startAws()
})
afterAll(() => Promise.all([s3.close(), aws.close()]))

const modules: Readonly<Record<string, () => Promise<object>>> = {
  'aws-sdk': () => import('aws-sdk'),
  '@requestid/aws-v2': () => import('../src/index.js'),
}

async function run(block: string, url: string): Promise<unknown[][]> {
  const printed: unknown[][] = []
  const given = {
    load: (name: string) => modules[name]?.(),
    console: { log: (...values: unknown[]) => printed.push(values) },
    options: optionsOf({ url }),
  }
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await new AsyncFunction(...Object.keys(given), asFunction(block))(...Object.values(given))
  for (let i = 0; i < 100 && printed.length === 0; i++) await sleep(10)
  return printed
}

describePages({
  'packages/aws-v2/README.md': [
    installs,
    async (block) => {
      const printed = await run(block, s3.url)
      const [put, head, got] = s3.exchanges.map(({ requestId }) => requestId)
      expect(printed).toEqual([[put], [head, 404], ['text'], [got]])
    },
    async (block) => {
      expect(await run(block, aws.url)).toEqual([[aws.exchanges[0]?.requestId]])
    },
  ],
})

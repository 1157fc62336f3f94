// That what a client gives has its id under a name of the user's, and is found by it nowhere but there and in the look-ups.
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { withRequestId as ofAws } from '@requestid/aws'
import {
  captureExchanges,
  errorSerializer,
  getRequestId,
  getRequestInfo,
  requestIdFields,
} from '@requestid/core'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofMinio } from '@requestid/minio'
import { withRequestId as ofOss } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { Client } from 'minio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const servers = {} as Record<'tencent-cos' | 'alibaba-oss' | 'aws', TestServer>
beforeAll(async () => {
  for (const vendor of ['tencent-cos', 'alibaba-oss', 'aws'] as const)
    servers[vendor] = await startServer({ vendor })
})
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())))

type Outcome = Record<string, unknown>
type Calls = readonly [put: () => Promise<unknown>, head: () => Promise<unknown>]

const location = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing', Key: 'a' }
const object = { Bucket: 'bucket', Key: 'a' }
const makers: Record<string, [keyof typeof servers, (property: string) => Calls]> = {
  cos: [
    'tencent-cos',
    (property) => {
      const cos = ofCos(new COS(servers['tencent-cos'].cosOptions()), { property })
      return [
        () => cos.putObject({ ...location, Body: 'text' }),
        () => cos.headObject({ ...location, Key: 'none' }),
      ]
    },
  ],
  oss: [
    'alibaba-oss',
    (property) => {
      const oss = ofOss(new OSS(servers['alibaba-oss'].ossOptions()), { property })
      return [() => oss.put('a', Buffer.from('text')), () => oss.head('none')]
    },
  ],
  aws: [
    'aws',
    (property) => {
      const s3 = ofAws(new S3Client(servers.aws.s3Options()), { property })
      return [
        () => s3.send(new PutObjectCommand({ ...object, Body: 'text' })),
        () => s3.send(new HeadObjectCommand({ ...object, Key: 'none' })),
      ]
    },
  ],
  minio: [
    'aws',
    (property) => {
      const address = { endPoint: '127.0.0.1', port: servers.aws.port, useSSL: false, region: 'us-east-1' }
      const client = ofMinio(new Client({ ...address, accessKey: 'a', secretKey: 'b' }), { property })
      return [() => client.putObject('bucket', 'a', 'text'), () => client.statObject('bucket', 'none')]
    },
  ],
}

describe.each(Object.entries(makers))('%s', (plugin, [vendor, make]) => {
  it.each(['cloudRequestId', 'requestId'])('gives the id as %s, and finds it by any name', async (name) => {
    const other = name === 'requestId' ? 'cloudRequestId' : 'requestId'
    const before = servers[vendor].exchanges.length
    const { value, exchanges } = await captureExchanges(() =>
      Promise.all(make(name).map((call) => call().catch((error: unknown) => error))),
    )
    const issued = servers[vendor].exchanges.slice(before).map(({ requestId }) => requestId)
    const outcomes = value as Outcome[]
    const ids = outcomes.map((outcome) => outcome[name])
    expect(new Set(ids)).toEqual(new Set(issued))
    expect(exchanges.map(({ requestId }) => requestId).sort()).toEqual(issued.sort())
    for (const [i, outcome] of outcomes.entries()) {
      expect(Object.keys(outcome)).toContain(name)
      // ali-oss has one of its own on errors.
      if (plugin !== 'oss') expect(outcome).not.toHaveProperty(other)
      expect(getRequestId(outcome)).toBe(ids[i])
      expect(getRequestInfo(new Error('outer', { cause: outcome }))?.requestId).toBe(ids[i])
      expect(requestIdFields(outcome).requestId).toBe(ids[i])
    }
    expect(errorSerializer(outcomes[1])).toMatchObject({ requestId: ids[1] })
    if (vendor === 'aws') expect(outcomes[1]).toHaveProperty('extendedRequestId')
  })

  it('keeps clients with different names apart', async () => {
    const [one, two] = [make('one'), make('two')]
    const puts = (await Promise.all([one[0](), two[0](), one[0]()])) as Outcome[]
    const keys = puts.map((outcome) => ['one', 'two'].filter((name) => name in outcome))
    expect(keys).toEqual([['one'], ['two'], ['one']])
    for (const put of puts) expect(getRequestId(put)).toBe(put.one ?? put.two)
  })
})

it('leaves alone what stands there', async () => {
  const oss = ofOss(new OSS(servers['alibaba-oss'].ossOptions()), { property: 'status' })
  const error = await oss.head('none').catch((error: unknown) => error)
  expect(error).toMatchObject({ status: 404 })
  expect(getRequestId(error)).toBe(servers['alibaba-oss'].exchanges.at(-1)?.requestId)
})

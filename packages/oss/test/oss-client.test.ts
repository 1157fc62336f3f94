/** oss-client, of egg's: its first line is a client as those of ali-oss are, its second another SDK. */
import { createRequire } from 'node:module'
import { withRequestId } from '@requestid/oss'
import { startServer } from '@requestid/testing'
import type * as OssClient from 'oss-client'
import { OSSObject } from 'oss-client-2.5'
import { expect, it } from 'vitest'

// Its types name what a module cannot import by name.
const { Client, ImageClient, STS }: typeof OssClient = createRequire(import.meta.url)('oss-client')
const keys = { accessKeyId: 'id', accessKeySecret: 'secret' }

it('1.x has ids, of its STS and its ImageClient too', async () => {
  await using server = await startServer({ vendor: 'alibaba-oss' })
  const options = server.ossOptions()
  const client = withRequestId(new Client(options))
  const id = () => server.exchanges.at(-1)?.requestId
  const { requestId } = await client.put('a', Buffer.from('text'))
  expect(requestId).toBe(id())
  const errors = [
    () => withRequestId(new STS(options)).assumeRole('acs:ram::1:role/x'),
    () => withRequestId(new ImageClient({ ...options, imageHost: server.url })).get('missing'),
  ]
  for (const call of errors) {
    const outcome = await call().catch((error: unknown) => error)
    expect(outcome).toHaveProperty('requestId', id())
  }
})

it('2.x is refused, when it is compiled and when it is registered', () => {
  const client = new OSSObject({
    ...keys,
    region: 'oss-cn-hangzhou',
    bucket: 'examplebucket',
    endpoint: 'http://127.0.0.1:1',
  })
  const before = Object.getPrototypeOf(client)
  // @ts-expect-error
  expect(() => withRequestId(client)).toThrow(
    'got an instance of OSSObject; pass an instance: new OSS({ ... })',
  )
  expect(Object.getPrototypeOf(client)).toBe(before)
})

// What the READMEs promise for a release that a plugin does not know: it works by the same rules, and never breaks a
// call. The newest releases at hand are changed here as a later one may be.
import { GetObjectCommand, type GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'
import * as aws from '@requestid/aws'
import { getRequestInfo } from '@requestid/core'
import * as cos from '@requestid/cos'
import * as oss from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failure } from './outcomes.js'

type Outcome = Record<string, unknown>
type Methods = Record<string, (...args: unknown[]) => Promise<Outcome>>

let server: TestServer
const problems: unknown[] = []
const onError = (error: unknown) => void problems.push(error)
const start = (vendor: TestServer['vendor']) => {
  beforeAll(async () => {
    server = await startServer({ vendor })
  })
  beforeEach(() => {
    server.clear()
    problems.length = 0
  })
  afterAll(() => server.close())
}
/** The outcome has the id of the last response, and the plugin had no trouble. */
const expectId = (outcome: Outcome, exchanges: number) => {
  expect(outcome.requestId).toBe(server.exchanges.at(-1)?.requestId)
  expect(getRequestInfo(outcome)?.exchanges ?? []).toHaveLength(exchanges)
  expect(problems).toEqual([])
}

describe('a later cos-nodejs-sdk-v5', () => {
  start('tencent-cos')
  const bucket = { Bucket: 'bucket-1250000000', Region: 'ap-guangzhou' }

  it('with another version, and a method of its own', async () => {
    class Later extends COS {
      static override version = '99.0.0'
    }
    const prototype = Later.prototype as unknown as Methods
    prototype.inspectObject = function (this: COS, params) {
      return this.request({ ...bucket, Method: 'PUT', ...(params as { Key: string }) }) as never
    }
    const client = cos.withRequestId(new Later(server.cosOptions()), { onError })
    const inspect = (Key: string) =>
      (client as unknown as Methods).inspectObject?.call(client, { Key }) as Promise<Outcome>
    expectId(await inspect('a'), 1)
    server.inject({ status: 403 })
    expectId(await failure(inspect('refused')), 1)
  })

  it('that no longer emits the events by which its requests are seen', async () => {
    const client = cos.withRequestId(new COS(server.cosOptions()), { onError })
    // Between the SDK and what it calls.
    const { emit } = client as unknown as { emit(name: string, data: unknown): void }
    const silent = new Set(['before-send', 'after-receive'])
    Object.assign(client, {
      emit(name: string, data: unknown) {
        if (!silent.has(name)) emit.call(client, name, data)
      },
    })
    expectId((await client.putObject({ ...bucket, Key: 'a', Body: 'x' })) as unknown as Outcome, 0)
    expectId(await failure(client.headObject({ ...bucket, Key: 'missing' })), 0)
  })
})

describe('a later ali-oss', () => {
  start('alibaba-oss')

  it('with a method of its own', async () => {
    class Later extends OSS {}
    const prototype = Later.prototype as unknown as Methods
    prototype.inspect = function (this: OSS, name) {
      return (this as unknown as { get(name: unknown): Promise<Outcome> }).get(name)
    }
    const client = oss.withRequestId(new Later(server.ossOptions()), { onError })
    await client.put('a', Buffer.from('content'))
    const { inspect } = client as unknown as Methods
    expectId((await inspect?.call(client, 'a')) as Outcome, 1)
    expectId(await failure(inspect?.call(client, 'missing') as Promise<object>), 1)
  })

  it('that sends with something else, so that its requests are not seen', async () => {
    const { urllib } = new OSS(server.ossOptions()) as unknown as {
      urllib: { request(url: string): Promise<Outcome> }
    }
    class Later extends OSS {}
    const prototype = Later.prototype as unknown as Methods
    prototype.get = async (name) => {
      const { res } = await urllib.request(`http://${server.host}/examplebucket/${name}`)
      if ((res as { status: number }).status < 300) return { res }
      throw Object.assign(new Error('later'), { res })
    }
    const client = oss.withRequestId(new Later(server.ossOptions()), { onError })
    server.inject({ status: 200, body: 'content' })
    expectId((await client.get('a')) as unknown as Outcome, 0)
    expectId(await failure(client.get('missing')), 0)
  })
})

describe('a later @aws-sdk/client-*', () => {
  start('aws')

  it('of a service and with a command that no one knows', async () => {
    class LaterClient extends S3Client {}
    class LaterCommand extends GetObjectCommand {}
    const client = new LaterClient(server.s3Options())
    Object.assign(client.config, { serviceId: 'Later', apiVersion: '2099-01-01' })
    const send = (Key: string) =>
      aws.withRequestId(client, { onError }).send(new LaterCommand({ Bucket: 'bucket', Key }))
    server.inject({ status: 200, body: 'content' })
    const result = (await send('a')) as GetObjectCommandOutput
    expect(await result.Body?.transformToString()).toBe('content')
    expectId(result as unknown as Outcome, 1)
    expectId(await failure(send('missing')), 1)
  })

  it('whose middlewares hand on arguments made anew, so that its requests are not seen', async () => {
    const client = new S3Client(server.s3Options())
    client.middlewareStack.add(
      (next) => (arguments_) =>
        next({ input: arguments_.input, request: Reflect.get(arguments_, 'request') } as never),
      { step: 'finalizeRequest', priority: 'high', name: 'later' },
    )
    aws.withRequestId(client, { onError })
    const command = (Key: string) => new GetObjectCommand({ Bucket: 'bucket', Key })
    server.inject({ status: 200, body: 'content' })
    expectId((await client.send(command('a'))) as unknown as Outcome, 0)
    expectId(await failure(client.send(command('missing'))), 0)
  })
})

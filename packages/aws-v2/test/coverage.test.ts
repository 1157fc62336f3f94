// Every operation of S3 and of DynamoDB in every form, and every method that is none: plain against registered.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type AWS from 'aws-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { releases } from './releases.js'
import { type SDK, versions } from './versions.js'
import { type AwsWire, optionsOf, startAws } from './wire.js'

const S3_BODY = '<Result></Result>'

let server: AwsWire
beforeAll(async () => {
  server = await startAws(({ headers, query }) => ({
    status: 200,
    // An event stream may be empty.
    body: headers['x-amz-target'] ? '{}' : query.has('select') ? '' : S3_BODY,
  }))
})
afterAll(() => server.close())

interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, Shape>>
}

type Operations = Readonly<Record<string, { readonly input: Shape }>>
type Send = (params: unknown, callback?: unknown) => AWS.Request<object, AWS.AWSError>
type Client = Readonly<Record<string, Send>> & { readonly api: { readonly operations: Operations } }

/** The least that an operation takes. */
function parametersOf({ type, required = [], members = {} }: Shape): unknown {
  if (type === 'list') return []
  if (type === 'map') return {}
  if (type === 'boolean') return true
  if (type === 'timestamp') return new Date(0)
  if (type !== 'structure') return type === 'string' || type === 'binary' ? 'bucket' : 1
  return Object.fromEntries(required.map((name) => [name, parametersOf(members[name] as Shape)]))
}

const services: Readonly<Record<string, (sdk: SDK) => object>> = {
  S3: (sdk) => new sdk.S3({ ...optionsOf(server), maxRetries: 0 }),
  DynamoDB: (sdk) => new sdk.DynamoDB({ ...optionsOf(server), maxRetries: 0 }),
  DocumentClient: (sdk) => new sdk.DynamoDB.DocumentClient({ ...optionsOf(server), maxRetries: 0 }),
}

/** The methods of a DocumentClient that send. */
const DOCUMENTS = 'batchGet batchWrite delete get put query scan update transactGet transactWrite'.split(' ')
/** The SDK makes its host of the region's name, which is that of no server of ours: it is an ordinary request else. */
const ELSEWHERE = ['writeGetObjectResponse']

function callsOf(client: Client): [name: string, params: unknown][] {
  if (!client.api) return DOCUMENTS.map((name) => [name, documentOf(name)])
  const operations = Object.entries(client.api.operations).filter(([name]) => !ELSEWHERE.includes(name))
  return operations.map(([name, { input }]) => [name, parametersOf(input)])
}

function documentOf(name: string): object {
  if (name.startsWith('batch')) return { RequestItems: {} }
  if (name.startsWith('transact')) return { TransactItems: [] }
  return {
    TableName: 'table',
    Key: { id: 'a' },
    ...(name === 'put' && { Key: undefined, Item: { id: 'a' } }),
  }
}

const forms: Readonly<Record<string, (client: Client, name: string, params: unknown) => Promise<unknown>>> = {
  promise: async (client, name, params) => {
    const result = await client[name]?.(params).promise()
    expect(result).toHaveProperty('$response')
    return result
  },
  callback: (client, name, params) =>
    new Promise((resolve, reject) =>
      client[name]?.(params, (error: unknown, data: unknown) => (error ? reject(error) : resolve(data))),
    ),
  stream: async (client, name, params) => {
    const stream = client[name]?.(params).createReadStream() as Readable
    for await (const _ of stream);
    return stream
  },
}

const situations: Readonly<Record<string, (service: string) => void>> = {
  success: () => {},
  'an error': (service) => {
    const body = service === 'S3' ? '<Error><Code>A</Code></Error>' : '{"__type":"A"}'
    server.inject({ status: 403, body, times: Number.POSITIVE_INFINITY })
  },
}

/** The other methods that the SDK's types have. Those that send call an operation, or are tested by themselves. */
const others: Readonly<Record<string, readonly string[]>> = {
  'lib/service.d.ts': [
    'constructor',
    'defineService',
    'makeRequest',
    'makeUnauthenticatedRequest',
    'setupRequestListeners',
    'waitFor',
  ],
  'lib/services/s3.d.ts': ['createPresignedPost', 'getSignedUrl', 'getSignedUrlPromise', 'upload'],
  'lib/services/dynamodb.d.ts': [],
  'lib/dynamodb/document_client.d.ts': ['constructor', 'createSet', ...DOCUMENTS],
}

const folderOf = (version: string) => {
  const name = Object.keys(releases['aws-sdk'].full)[version === '2.814.0' ? 1 : 0] ?? ''
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
}

describe.each(versions)('aws-sdk %s', (version, sdk) => {
  const rows: string[] = []
  const isOld = version === '2.814.0'

  it.each(['S3', 'DynamoDB'])('%s: what its generated class has is operations', (service) => {
    const client = services[service]?.(sdk) as Client
    const own = Object.getOwnPropertyNames(Object.getPrototypeOf(client))
    const generated = own.filter((name) => typeof client[name] === 'function' && !/^[A-Z_]/.test(name))
    expect(generated.filter((name) => name !== 'constructor').sort()).toEqual(
      Object.keys(client.api.operations)
        .filter((name) => own.includes(name))
        .sort(),
    )
    expect(generated.length).toBeGreaterThan(40)
  })

  it.each(Object.entries(others))('%s: every public method is classified', (file, names) => {
    const path = join(folderOf(version), file)
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const methods = Array.from(
      text.matchAll(/^ {2,4}(?:static )?(\w+)(?:<\w+>)?\(/gm),
      ([, name = '']) => name,
    )
    expect(methods.filter((name) => !names.includes(name))).toEqual([])
    expect(names.filter((name) => !methods.includes(name))).toEqual([])
  })

  describe.each(Object.entries(services))('%s', (service, create) => {
    // A request has its forms whichever service it is for. The older release has the same requests and events.
    const chosen = Object.entries(forms).slice(0, isOld || service === 'DynamoDB' ? 1 : 3)
    it.each(chosen)('by %s', async (form, call) => {
      for (const [situation, arrange] of Object.entries(situations).slice(0, isOld ? 1 : 2)) {
        server.clear()
        arrange(service)
        const run = async (client: Client, plugin: boolean) => {
          const seen = new Map<string, string | undefined>()
          const options = {
            onExchange: ({ host, requestId }: { host: string; requestId?: string }) => {
              expect(host).toMatch(/^127/)
              seen.set(String(requestId), requestId)
            },
          }
          if (plugin) withRequestId(client as never, options)
          const outcomes = []
          for (const [name, params] of callsOf(client)) {
            const outcome = await call(client, name, params).catch((error: unknown) => error)
            const { requestId } = outcome as { requestId?: string }
            const isError = outcome instanceof Error
            outcomes.push({
              name,
              isError,
              text: isError && outcome.message,
              members: Object.keys(Object(outcome)),
            })
            const issued = server.exchanges.at(-1)?.requestId
            if (plugin) expect([name, requestId]).toEqual([name, issued])
            if (requestId === issued) count[plugin ? 1 : 0]++
          }
          return outcomes
        }
        const count: [number, number] = [0, 0]
        const plain = await run(create(sdk) as Client, false)
        const plugin = await run(create(sdk) as Client, true)
        const bare = (outcomes: typeof plain) =>
          outcomes.map(({ members, ...rest }) => ({
            ...rest,
            members: members.filter((name) => !/^(_|requestId|extendedRequestId)/.test(name)),
          }))
        expect(bare(plugin)).toEqual(bare(plain))
        // The SDK looks for an error in three bodies that it has streamed away.
        if (form !== 'stream')
          expect(
            plain.filter(({ isError }) => isError === (situation === 'success')).map(({ name }) => name),
          ).toEqual([])
        rows.push(
          `${service}, ${form}, ${situation}: plain ${count[0]}, registered ${count[1]} of ${plain.length}`,
        )
      }
    })
  })

  it('the table', () => {
    console.log(rows.join('\n'))
    expect(rows.length).toBeGreaterThan(2)
  })
})

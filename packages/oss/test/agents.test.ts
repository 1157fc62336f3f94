// That each request goes the way it would go without the plugin, whatever agent sends it: through a proxy too.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, Agent as TlsAgent } from 'node:https'
import { createRequire } from 'node:module'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { HttpProxyAgent } from 'http-proxy-agent'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { HttpsProxyAgent as OlderHttpsProxyAgent } from 'https-proxy-agent-5'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { releases } from './releases.js'
import { versions } from './versions.js'

const execute = promisify(execFile)
const folder = fileURLToPath(new URL('.', import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const noProxies =
  major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)
    ? false
    : `Node ${process.version} has no proxies of its own`

const host = 'examplebucket.oss-cn-hangzhou.aliyuncs.com'
/** Needs no certificate. */
const anonymous = { ciphers: 'AECDH-AES128-SHA:@SECLEVEL=0', maxVersion: 'TLSv1.2' } as const
const trusting = { ...anonymous, rejectUnauthorized: false }

const received: string[] = []
const servers: Server[] = []
let proxy = ''

function answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
  received.push(`${method} ${url} of ${headers.host}, ${headers['proxy-connection']}`)
  response.writeHead(url.endsWith('/missing') ? 404 : 200, { 'x-oss-request-id': `id-${received.length}` })
  response.end()
}

async function listen(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

beforeAll(async () => {
  const tls = await listen(createTlsServer(anonymous, answer) as unknown as Server)
  const server = createServer((request, response) => {
    if (request.url?.startsWith('http://')) return answer(request, response)
    received.push(`not for a proxy: ${request.method} ${request.url}`)
    response.writeHead(400).end()
  })
  server.on('connect', ({ url }: IncomingMessage, socket: Duplex) => {
    received.push(`CONNECT ${url}`)
    const tunnel: Socket = connect(tls, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      socket.pipe(tunnel).pipe(socket)
    })
    tunnel.on('error', () => socket.destroy())
    socket.on('error', () => tunnel.destroy())
  })
  proxy = `http://127.0.0.1:${await listen(server)}`
})
afterEach(() => void received.splice(0))
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections()
})

class Tunnel extends HttpsProxyAgent<string> {
  override connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    return super.connect(request, { ...options, ...trusting })
  }
}
class OlderTunnel extends OlderHttpsProxyAgent {
  override callback(...[request, options]: Parameters<OlderHttpsProxyAgent['callback']>) {
    return super.callback(request, { ...options, ...trusting })
  }
}

type Options = Record<string, unknown>

const require = createRequire(import.meta.url)
// A release may be skipped on a lower Node.
const names = Object.keys(releases['ali-oss'].full).map((name) => [
  require(`${name}/package.json`).version,
  name,
])
const nameOf = new Map(names as [string, string][])
const named = versions.map(([version, OSS]) => [version, OSS, nameOf.get(version)] as const)

describe.each(named)('ali-oss %s', (_, OSS, name) => {
  const keys = { accessKeyId: 'id', accessKeySecret: 'secret', region: 'oss-cn-hangzhou' }

  /** What arrives, and what kind of outcome the calls have. */
  async function observe(options: Options, register: boolean) {
    received.splice(0)
    const client = new OSS({ ...keys, bucket: 'examplebucket', timeout: 5000, ...options })
    if (register) withRequestId(client, { onError: (error) => expect.fail(String(error)) })
    const outcomes: Options[] = []
    for (const call of [() => client.put('k', Buffer.from('x')), () => client.get('missing')]) {
      outcomes.push((await call().catch((error: unknown) => error)) as unknown as Options)
    }
    const kinds = outcomes.map(({ name, status, code, res }) => [
      name,
      status,
      code,
      (res as Options)?.status,
    ])
    return { received: [...received], kinds, ids: outcomes.map(({ requestId }) => requestId) }
  }

  async function compare(create: () => Options): Promise<void> {
    const agents: { destroy?(): void }[] = []
    const run = async (register: boolean) => {
      const options = create()
      agents.push(...(Object.values(options) as typeof agents))
      return observe(options, register)
    }
    const plain = await run(false)
    expect(plain.kinds).toEqual([
      ['k', undefined, undefined, 200],
      ['NoSuchKeyError', 404, 'NoSuchKey', undefined],
    ])
    const registered = await run(true)
    for (const agent of agents) agent.destroy?.()
    expect({ received: registered.received, kinds: registered.kinds }).toEqual({
      received: plain.received,
      kinds: plain.kinds,
    })
    for (const id of registered.ids) expect(id).toMatch(/^id-\d$/)
  }

  describe('through a proxy', () => {
    it('an agent of http with `proxyEnv`', async ({ skip }) => {
      skip(!!noProxies, String(noProxies))
      await compare(() => ({ agent: new Agent({ proxyEnv: { HTTP_PROXY: proxy } } as never) }))
      expect(received[0]).toMatch(`PUT http://${host}/k of ${host}`)
    })

    it('an agent of https with `proxyEnv`', async ({ skip }) => {
      skip(!!noProxies, String(noProxies))
      const proxyEnv = { HTTPS_PROXY: proxy }
      await compare(() => ({
        secure: true,
        httpsAgent: new TlsAgent({ ...trusting, keepAlive: true, proxyEnv } as never),
      }))
      expect(received[0]).toBe(`CONNECT ${host}:443`)
    })

    it.for([
      ['http', 'agent', `PUT http://${host}/k of ${host}`],
      ['https', 'httpsAgent', `CONNECT ${host}:443`],
    ])(
      'the global agent of %s, where NODE_USE_ENV_PROXY is set',
      async ([scheme, option, first], { skip }) => {
        skip(!!noProxies, String(noProxies))
        const script = `
          const { globalAgent } = require('${scheme}')
          Object.assign(globalAgent.options, ${JSON.stringify(scheme === 'https' ? trusting : {})})
          const { withRequestId } = require('@requestid/oss')
          const options = { ...${JSON.stringify(keys)}, secure: ${scheme === 'https'}, bucket: 'examplebucket' }
          const OSS = require('${name}')
          const put = async (register) => {
            const client = new OSS({ ...options, ${option}: globalAgent })
            if (register) withRequestId(client)
            const { name, status, res, requestId } = await client.put('k', Buffer.from('x')).catch((error) => error)
            globalAgent.destroy()
            return [name, status, res?.status, requestId]
          }
          put(false).then(async (plain) => console.log(JSON.stringify([plain, await put(true)])))`
        const proxies = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '' }
        const env = { ...process.env, ...proxies }
        const { stdout } = await execute(process.execPath, ['-e', script], { cwd: folder, env })
        const half = received.length / 2
        expect(received[0]).toContain(String(first))
        expect(received.slice(half)).toEqual(received.slice(0, half))
        expect(JSON.parse(stdout)).toEqual([
          ['k', null, 200, null],
          ['k', null, 200, `id-${received.length}`],
        ])
      },
    )

    it.each([
      ['http-proxy-agent', () => ({ agent: new HttpProxyAgent(proxy) })],
      ['https-proxy-agent', () => ({ secure: true, httpsAgent: new Tunnel(proxy) })],
      ['https-proxy-agent 5', () => ({ secure: true, httpsAgent: new OlderTunnel(proxy) })],
    ])('%s', async (_, create) => {
      await compare(create)
      expect(received).not.toEqual([])
    })
  })
  describe('an agent', () => {
    /** What whoever makes requests sees of the agent that it is given, at the time of each call of urllib. */
    async function given(agent: object): Promise<Options> {
      const client = new OSS({ ...keys, bucket: 'examplebucket', agent } as never)
      const { urllib } = client as unknown as { urllib: { request(url: string, args: Hooked): unknown } }
      const seen: { agent?: Options } = {}
      Reflect.set(client, 'urllib', {
        request(url: string, args: Hooked) {
          const options = { agent: args.agent } as { agent: Options }
          args.beforeRequest?.(options)
          seen.agent = options.agent
          return urllib.request(url, args)
        },
      })
      withRequestId(client, { onError: (error) => expect.fail(String(error)) })
      await client.put('k', Buffer.from('x'))
      expect(seen.agent).not.toBe(agent)
      return seen.agent as Options
    }
    interface Hooked {
      agent: object
      beforeRequest?(options: object): void
    }

    const symbol = Symbol('of a later Node')
    class Custom extends HttpProxyAgent<string> {
      readonly #hidden = 'hidden'
      readonly [symbol] = { proxy: 'here' }
      readonly own = () => this
      get secret() {
        return this.#hidden
      }
      set secret(value: string) {
        this.written = [this, value]
      }
      written: unknown
      method() {
        return [this, this.#hidden]
      }
    }

    it('shows all that it has: symbols, accessors, methods that run on it, its class', async () => {
      const agent = new Custom(proxy)
      const seen = await given(agent)
      expect(seen).toBeInstanceOf(Custom)
      expect(seen.constructor).toBe(Custom)
      expect(Reflect.ownKeys(seen)).toEqual(Reflect.ownKeys(agent))
      expect(Object.entries(seen).map(([key]) => key)).toEqual(Object.keys(agent))
      expect(Reflect.get(seen, symbol)).toBe(agent[symbol])
      expect(seen.secret).toBe('hidden')
      expect((seen as unknown as Custom).method()).toEqual([agent, 'hidden'])
      expect((seen as unknown as Custom).on('free', () => {})).toBe(agent)
      expect(agent.listenerCount('free')).toBe(2)
      agent.destroy()
    })

    it('gets what is written to it', async () => {
      const agent = new Custom(proxy)
      const seen = await given(agent)
      seen.secret = 'new'
      seen.maxSockets = 7
      Object.defineProperty(seen, 'more', { value: 1, configurable: true })
      expect(agent.written).toEqual([agent, 'new'])
      expect(agent.maxSockets).toBe(7)
      expect(agent).toHaveProperty('more', 1)
      expect(delete seen.more).toBe(true)
      expect(agent).not.toHaveProperty('more')
      agent.destroy()
    })

    it('that is frozen, with a method of its own', async () => {
      const agents: Agent[] = []
      await compare(() => {
        const inner = new HttpProxyAgent(proxy)
        agents.push(inner)
        const agent = Object.freeze({
          protocol: 'http:',
          defaultPort: 80,
          maxSockets: 1,
          addRequest: (...args: Parameters<typeof inner.addRequest>) => inner.addRequest(...args),
          getName: () => 'frozen',
        })
        return { agent }
      })
      for (const agent of agents) agent.destroy()
    })

    it('is the agent of the request, and of the options that are reported with it', async () => {
      const { HttpClient } = createRequire(require.resolve(String(name)))('urllib')
      const agent = new Custom(proxy)
      const urllib = new HttpClient({ agent })
      const reported: unknown[] = []
      urllib.on('response', ({ req }: { req: { options: { agent: unknown } } }) => {
        reported.push(req.options.agent === agent)
      })
      const { ids } = await observe({ urllib }, true)
      expect(ids).toEqual(['id-1', 'id-2'])
      expect(reported).toEqual([true, true])
      agent.destroy()
    })
  })
})

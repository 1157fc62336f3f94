import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withRequestId as withAws } from '@requestid/aws'
import { withRequestId as withCos } from '@requestid/cos'
import { withRequestId as withOss } from '@requestid/oss'
import { startServer, type TestServer } from '@requestid/testing'

/** The ids that a server has given, in order. */
export const idsOf = ({ exchanges }: TestServer): string[] => exchanges.map(({ requestId }) => requestId)

/** What a reader's machine has: the SDKs with a server behind them, and a shell with the command `requestid`. */
export interface Reader extends AsyncDisposable {
  readonly cosServer: TestServer
  readonly ossServer: TestServer
  readonly s3Server: TestServer
  /** Empties the servers. */
  clear(): void
  /**
   * Runs a block of JavaScript as it stands.
   * @param given names that the reader's program has, besides the usual ones
   * @param wanted the expression whose value is given back
   */
  evaluate<T = unknown>(
    block: string,
    given?: Readonly<Record<string, unknown>>,
    wanted?: string,
  ): Promise<{ value: T; printed: unknown[][] }>
}

const modules: Readonly<Record<string, () => Promise<object>>> = {
  '@aws-sdk/client-s3': () => import('@aws-sdk/client-s3'),
  '@requestid/aws': () => import('@requestid/aws'),
  '@requestid/core': () => import('@requestid/core'),
  '@requestid/core/shapes': () => import('@requestid/core/shapes'),
  '@requestid/cos': () => import('@requestid/cos'),
  '@requestid/find': () => import('@requestid/find'),
  '@requestid/oss': () => import('@requestid/oss'),
  '@requestid/testing': () => import('@requestid/testing'),
  '@requestid/vendors': () => import('@requestid/vendors'),
  'ali-oss': () => import('ali-oss'),
  'cos-js-sdk-v5': () => import('cos-js-sdk-v5'),
  'cos-nodejs-sdk-v5': () => import('cos-nodejs-sdk-v5'),
}

const AsyncFunction = (async () => {}).constructor as new (
  ...text: string[]
) => (...given: unknown[]) => Promise<unknown>

/** Static imports, which a function cannot have, as dynamic ones. */
export const asFunction = (block: string) =>
  block
    .replace(/^export /gm, '')
    .replace(
      /^import (?:(\w+))?(?:, )?(?:\{([^}]*)\})? ?from '([^']+)'(?: \/\/.*)?$/gm,
      (_, whole?: string, names = '', name = '') =>
        `const { ${[whole && `default: ${whole}`, names.replaceAll(' as ', ': ')].filter(Boolean).join(', ')} } = await load('${name}')`,
    )

export async function createReader(): Promise<Reader> {
  const [cosServer, ossServer, s3Server] = await Promise.all([
    startServer(),
    startServer({ vendor: 'alibaba-oss' }),
    startServer({ vendor: 'aws' }),
  ])
  const servers = [cosServer, ossServer, s3Server]
  const restore = redirect((host) =>
    host.endsWith('.aliyuncs.com') ? ossServer : host.endsWith('.amazonaws.com') ? s3Server : cosServer,
  )
  const { default: COS } = await import('cos-nodejs-sdk-v5')
  const { default: OSS } = await import('ali-oss')
  const { S3Client } = await import('@aws-sdk/client-s3')
  const usual = {
    SecretId: 'test-secret-id',
    SecretKey: 'test-secret-key',
    accessKeyId: 'test-access-key-id',
    accessKeySecret: 'test-access-key-secret',
    Bucket: 'examplebucket-1250000000',
    bucket: 'examplebucket',
    Region: 'ap-beijing',
    region: 'oss-cn-hangzhou',
    Key: 'a.txt',
    Body: 'text',
  }
  return {
    cosServer,
    ossServer,
    s3Server,
    clear() {
      for (const server of servers) server.clear()
    },
    async evaluate<T>(block: string, given: Readonly<Record<string, unknown>> = {}, wanted = 'undefined') {
      const printed: unknown[][] = []
      const print = (...values: unknown[]) => void printed.push(values)
      const load = (name: string) => {
        const module = modules[name]
        if (!module) throw new Error(`${name} is not among the modules of test/docs/reader.ts`)
        return module()
      }
      const scope = {
        ...usual,
        cos: withCos(new COS({ SecretId: 'test-secret-id', SecretKey: 'test-secret-key' })),
        oss: withOss(new OSS(ossServer.ossOptions())),
        s3: withAws(new S3Client(s3Server.s3Options())),
        console: { log: print, error: print, warn: print },
        require: createRequire(import.meta.url),
        load,
        ...given,
      }
      // A block of its own: it may declare the names it is given.
      const run = new AsyncFunction(
        ...Object.keys(scope),
        `'use strict'\n{\n${asFunction(block)}\nreturn ${wanted}\n}`,
      )
      return { value: (await run(...Object.values(scope))) as T, printed }
    },
    async [Symbol.asyncDispose]() {
      restore()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}

/** Sends what goes to the vendors to a server on this machine; the Host header stays. */
function redirect(serverOf: (host: string) => TestServer): () => void {
  const originals = { http: http.request, https: https.request }
  const instead = (request: typeof http.request) =>
    ((options: https.RequestOptions, ...rest: []) => {
      const host = options.hostname ?? options.host ?? ''
      if (!/\.(?:myqcloud|aliyuncs|amazonaws)\.com$/.test(host)) return request(options, ...rest)
      // The server for S3 has the bucket in the path.
      const bucket = /^(.*)\.s3\.[\w-]+\.amazonaws\.com$/.exec(host)?.[1]
      const { agent: _, headers, ...others } = options
      const here = { protocol: 'http:', host: '127.0.0.1', hostname: '127.0.0.1', port: serverOf(host).port }
      const path = (bucket ? `/${bucket}` : '') + options.path
      return originals.http({ ...others, ...here, path, headers: { host, ...headers } }, ...rest)
    }) as typeof http.request
  http.request = instead(http.request)
  https.request = instead(https.request) as typeof https.request
  syncBuiltinESMExports()
  return () => {
    http.request = originals.http
    https.request = originals.https
    syncBuiltinESMExports()
  }
}

/**
 * Runs a block of JavaScript in a process of its own, which can reach nothing.
 * @param options of Node's
 */
export function runNode(block: string, options: readonly string[] = []): { stdout: string; stderr: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [...options, '--input-type=module', '-e', block], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { stdout, stderr }
}

/** Compiles blocks of TypeScript, each as a file of its own. @returns what the compiler complains of */
export function compile(blocks: readonly string[]): string {
  const folder = mkdtempSync(fileURLToPath(new URL('blocks-', import.meta.url)))
  try {
    for (const [i, block] of blocks.entries()) writeFileSync(join(folder, `${i}.ts`), block)
    const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
    const options = { strict: true, module: 'nodenext', target: 'es2022', noEmit: true, types: ['node'] }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, skipLibCheck: true } }),
    )
    const tsc = join(dirname(manifest), 'bin/tsc')
    return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', timeout: 30_000 }).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export interface ShellOptions {
  /** The files of the folder in which the block runs, by name. */
  readonly files?: Readonly<Record<string, string>>
  /** Programs of the reader's, by name, and what they print, to standard output or to standard error. */
  readonly programs?: Readonly<Record<string, string | { readonly stderr: string }>>
}

/** Runs a block of a shell with the built command in its path. */
export function runShell(block: string, { files = {}, programs = {} }: ShellOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'requestid-docs-'))
  try {
    const add = (name: string, text: string) => {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      return path
    }
    const program = (name: string, text: string) => chmodSync(add(`.bin/${name}`, text), 0o755)
    for (const [name, text] of Object.entries(files)) add(name, text)
    const command = fileURLToPath(new URL('../../packages/cli/dist/esm/bin.js', import.meta.url))
    program('requestid', `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`)
    program('npx', `#!/bin/sh\n[ "$1" = @requestid/cli ] && shift && exec requestid "$@"\n`)
    for (const [name, printed] of Object.entries(programs)) {
      const [text, stream] = typeof printed === 'string' ? [printed, 1] : [printed.stderr, 2]
      add(`.printed/${name}`, text)
      program(name, `#!/bin/sh\ncat "${folder}/.printed/${name}" >&${stream}\n`)
    }
    // Bash reads its startup file where it takes its input for a network's, and that may put other programs ahead.
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', block], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}/.bin:${process.env.PATH}`, NO_COLOR: '1' },
      timeout: 20_000,
    })
    return { status, stdout, stderr }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

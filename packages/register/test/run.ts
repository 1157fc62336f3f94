/** Runs an application in a process of its own, against servers of this one. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { startServer, type TestServer } from '@requestid/testing'

/** The folder from which this package is found by its name. */
export const home = join(import.meta.dirname, '..')

export interface Servers extends Disposable {
  readonly cos: TestServer
  readonly oss: TestServer
  readonly s3: TestServer
  /** The ids of all that has been answered since the last `clear`. */
  ids(): (string | undefined)[]
  clear(): void
}

export async function startServers(): Promise<Servers> {
  const vendors = ['tencent-cos', 'alibaba-oss', 'aws'] as const
  const all = await Promise.all(vendors.map((vendor) => startServer({ vendor })))
  const [cos, oss, s3] = all as [TestServer, TestServer, TestServer]
  return {
    cos,
    oss,
    s3,
    ids: () => all.flatMap(({ exchanges }) => exchanges.map(({ requestId }) => requestId)),
    clear() {
      for (const server of all) server.clear()
    },
    [Symbol.dispose]() {
      for (const server of all) void server.close()
    },
  }
}

export interface Ran {
  readonly status: number | string | null | undefined
  readonly stdout: string
  readonly stderr: string
}

export type Env = Readonly<Record<string, string>>

/** @param args flags of Node's, the application's path from here, and what that is given */
export function run(
  { cos, oss, s3 }: Servers,
  args: readonly string[],
  env: Env = {},
  cwd = home,
): Promise<Ran> {
  const options = { cos: cos.cosOptions(), oss: oss.ossOptions(), s3: s3.s3Options() }
  // The AWS SDK's own warning on Node 20.
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  const { NODE_OPTIONS: _, ...inherited } = process.env
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args as string[],
      { cwd, env: { ...inherited, ...quiet, SERVERS: JSON.stringify(options), ...env } },
      (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout, stderr }),
    )
  })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const find = () => {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const program = join(folder, 'azurite')
    try {
      accessSync(program)
      return program
    } catch {}
  }
  return undefined
}

const program = find()

/** Whether it is on the PATH: it takes 190 MB, and is no dependency. */
export const installed = program !== undefined

if (!installed) {
  const message = 'The tests with Azurite need it on the PATH (npm install --global azurite@3.35.0).'
  if (process.env.CI) throw new Error(message)
  console.warn(`${message} They are skipped.`)
}

/** The account that every Azurite has; the key is in its documentation. */
export const account = 'devstoreaccount1'
export const accountKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export interface Azurite {
  readonly urls: Readonly<Record<'blob' | 'queue' | 'table', string>>
  /** The ids of the requests that it says in its own log it has answered. */
  loggedIds(): Promise<Set<string>>
  stop(): Promise<void>
}

/** Starts it in memory, on 127.0.0.1 alone. */
export async function startAzurite(): Promise<Azurite> {
  const folder = await mkdtemp(join(tmpdir(), 'requestid-azurite-'))
  const log = join(folder, 'debug.log')
  const services = ['blob', 'queue', 'table'] as const
  const ports = await freePorts(services.length)
  const args = services.flatMap((name, i) => [
    `--${name}Host`,
    '127.0.0.1',
    `--${name}Port`,
    String(ports[i]),
  ])
  const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--debug', log]
  const server: ChildProcess = spawn(program as string, [...args, ...flags], {
    cwd: folder,
    stdio: 'ignore',
  })
  const stop = async () => {
    if (server.exitCode === null) {
      server.kill('SIGKILL')
      await once(server, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const urls = Object.fromEntries(
      services.map((name, i) => [name, `http://127.0.0.1:${ports[i]}/${account}`]),
    )
    for (const url of Object.values(urls)) await answering(url)
    return {
      urls: urls as Azurite['urls'],
      async loggedIds() {
        const text = await readFile(log, 'utf8')
        return new Set(
          Array.from(text.matchAll(/ ([\da-f-]{36}) info: EndMiddleware: End/g), ([, id]) => id ?? ''),
        )
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}

async function answering(url: string): Promise<void> {
  for (let i = 0; ; i++) {
    const answer = await fetch(url).catch((error: unknown) => error)
    if (answer instanceof Response) return
    if (i === 100) throw answer
    await sleep(200)
  }
}

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, constants, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const PROGRAMS = ['monmaptool', 'osdmaptool', 'ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin']

const isInstalled = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Whether all that is needed is on the PATH. */
export const installed = PROGRAMS.every(isInstalled)

if (!installed) {
  const message =
    'The tests with Ceph need it on the PATH (Debian: apt-get install --no-install-recommends ceph-mon ceph-osd radosgw).'
  if (process.env.CI) throw new Error(message)
  console.warn(`${message} They are skipped.`)
}

export interface Ceph {
  readonly config: {
    endpoint: string
    region: string
    credentials: { accessKeyId: string; secretAccessKey: string }
    forcePathStyle: true
  }
  /** The ids of the requests that the gateway says in its own log it has answered. */
  loggedIds(): Promise<Set<string>>
  stop(): Promise<void>
}

/** Starts a cluster of one monitor and one store in memory, with a gateway that speaks S3, on 127.0.0.1 alone. */
export async function startCeph(): Promise<Ceph> {
  const folder = await mkdtemp(join(tmpdir(), 'requestid-ceph-'))
  const conf = join(folder, 'ceph.conf')
  const [v2, v1, port] = await freePorts(3)
  const address = `[v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]`
  const fsid = randomUUID()
  await writeFile(conf, configuration(folder, fsid, address))
  await mkdir(join(folder, 'osd'))

  const run = (program: string, ...args: string[]) =>
    promisify(execFile)(program, args, { cwd: folder, timeout: 60_000 })
  const daemons: ChildProcess[] = []
  const start = (program: string, ...args: string[]) => {
    const daemon = spawn(program, ['-c', conf, '-f', ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log = createWriteStream(join(folder, `${program}.log`))
    daemon.stdout.pipe(log, { end: false })
    daemon.stderr.pipe(log, { end: false })
    daemons.push(daemon)
  }
  const stop = async () => {
    for (const daemon of daemons.reverse()) {
      if (daemon.exitCode !== null) continue
      daemon.kill('SIGKILL')
      await once(daemon, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }

  try {
    await run('monmaptool', '--create', '--fsid', fsid, '--addv', 'a', address, 'monmap')
    // The monitor begins with the one store in its map, so that nobody has to tell it of that.
    await run('osdmaptool', '--createsimple', '1', 'osdmap')
    await run('ceph-mon', '-c', conf, '--mkfs', '-i', 'a', '--monmap', 'monmap', '--osdmap', 'osdmap')
    start('ceph-mon', '-i', 'a')
    await run('ceph-osd', '-c', conf, '-i', '0', '--mkfs')
    start('ceph-osd', '-i', '0')
    const keys = ['--access-key=test-id', '--secret=test-secret']
    await run('radosgw-admin', '-c', conf, 'user', 'create', '--uid=test', '--display-name=test', ...keys)
    // From level 2 on, the log has the id of each request.
    start('radosgw', '-n', 'client.rgw', `--rgw_frontends=beast endpoint=127.0.0.1:${port}`, '--debug_rgw=2')
    const endpoint = `http://127.0.0.1:${port}`
    await answering(endpoint)
    return {
      config: {
        endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test-id', secretAccessKey: 'test-secret' },
        forcePathStyle: true,
      },
      async loggedIds() {
        const log = await readFile(join(folder, 'radosgw.log'), 'utf8')
        return new Set(Array.from(log.matchAll(/trans_id = (\S+)/g), ([, id]) => id ?? ''))
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const configuration = (folder: string, fsid: string, address: string) => `
[global]
fsid = ${fsid}
mon_host = ${address}
mon_initial_members = a
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
# Without authentication the gateway waits for ever unless told not to ask for encryption.
ms_mon_client_mode = crc
ms_client_mode = crc
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
osd_objectstore = memstore
memstore_device_bytes = 268435456
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_data = ${folder}/mon
osd_data = ${folder}/osd
keyring = ${folder}/keyring
run_dir = ${folder}
admin_socket =
pid_file =
log_to_file = false
log_to_stderr = true
`

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

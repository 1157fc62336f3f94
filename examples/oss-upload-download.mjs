// Alibaba Cloud OSS: the request id of an upload from a file and of a download to a file, and of both as they fail.
// Run: node examples/oss-upload-download.mjs
// It talks to a server on your machine. If OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_BUCKET and OSS_REGION are set,
// it uses your bucket, and deletes what it puts there.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestInfo, withRequestId } from '@requestid/oss'
import { startServer } from '@requestid/testing'
import OSS from 'ali-oss'

const { OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_BUCKET, OSS_REGION } = process.env
const variables = Object.entries({ OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_BUCKET, OSS_REGION })
const missing = variables.filter(([, value]) => !value).map(([name]) => name)

// Without your own bucket, this server stands in for OSS.
const server = missing.length > 0 ? await startServer({ vendor: 'alibaba-oss' }) : undefined
const options = server?.ossOptions() ?? {
  accessKeyId: OSS_ACCESS_KEY_ID,
  accessKeySecret: OSS_ACCESS_KEY_SECRET,
  bucket: OSS_BUCKET,
  region: OSS_REGION,
  secure: true,
  authorizationV4: true,
}

if (server && missing.length < variables.length) console.log(`Not set: ${missing.join(', ')}.`)
console.log(
  server ? 'Using a server on this machine.\n' : `Using the bucket ${OSS_BUCKET} in ${OSS_REGION}.\n`,
)

const client = withRequestId(new OSS(options))
const nowhere = withRequestId(new OSS({ ...options, bucket: `missing-${randomUUID()}` }))

const name = `requestid-example/${randomUUID()}/report.txt`
const directory = await mkdtemp(join(tmpdir(), 'requestid-example-'))
const source = join(directory, 'report.txt')
const target = join(directory, 'downloaded.txt')

try {
  await writeFile(source, 'all is well\n')
  await print('upload', client.put(name, source))
  await print('download', client.get(name, target))

  // Every bucket exists on the local server, unless it is told otherwise.
  server?.inject({ status: 404, code: 'NoSuchBucket' })
  await print('upload, no bucket', nowhere.put(name, source))
  await print('download, no object', client.get(`${name}.missing`, target))
} finally {
  await cleanUp()
}

async function print(operation, call) {
  const label = operation.padEnd(19)
  try {
    const { requestId, res } = await call
    console.log(`${label}  ${res.status}  ${requestId}`)
  } catch (err) {
    // Several causes have the same code; each has an `ec` of its own.
    const { ec } = getRequestInfo(err) ?? {}
    console.log(`${label}  ${err.status ?? '-'}  ${err.requestId ?? '-'}  ${err.code}, EC ${ec ?? '-'}`)
  }
}

async function cleanUp() {
  await rm(directory, { recursive: true })
  try {
    await client.delete(name)
  } catch (err) {
    console.error(`\nMay be left behind: ${name} (${err.code}, request id ${err.requestId ?? '-'})`)
  }
  await server?.close()
}

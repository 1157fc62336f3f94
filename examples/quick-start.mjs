// Every COS result has `requestId`, and so does every error: put, get, a 404, a multipart upload, and a case in which
// the SDK itself drops the id. Run: npx --yes pnpm@10.34.9 quickstart
// It talks to a server on your machine. If COS_SECRET_ID, COS_SECRET_KEY, COS_BUCKET and COS_REGION are set, it uses
// your bucket, and deletes what it puts there.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestInfo, withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'

const { COS_SECRET_ID, COS_SECRET_KEY, COS_BUCKET, COS_REGION } = process.env
const variables = Object.entries({ COS_SECRET_ID, COS_SECRET_KEY, COS_BUCKET, COS_REGION })
const missing = variables.filter(([, value]) => !value).map(([name]) => name)

// Without your own bucket, this server stands in for COS.
const server = missing.length > 0 ? await startServer() : undefined
const options = server?.cosOptions() ?? { SecretId: COS_SECRET_ID, SecretKey: COS_SECRET_KEY }
const bucket = server
  ? { Bucket: 'examples-1250000000', Region: 'ap-guangzhou' }
  : { Bucket: COS_BUCKET, Region: COS_REGION }

if (server && missing.length < variables.length) console.log(`Not set: ${missing.join(', ')}.`)
console.log(
  server ? 'Using a server on this machine.\n' : `Using the bucket ${COS_BUCKET} in ${COS_REGION}.\n`,
)

// The one line that matters. Everything below uses the SDK as always.
const cos = withRequestId(new COS(options))

const run = randomUUID()
const small = { ...bucket, Key: `requestid-quick-start/${run}/small.txt` }
const large = { ...bucket, Key: `requestid-quick-start/${run}/large.bin` }
const nowhere = { ...small, Bucket: bucket.Bucket.replace(/^.*-/, `missing-${run.slice(0, 8)}-`) }
const directory = await mkdtemp(join(tmpdir(), 'requestid-quick-start-'))

try {
  const put = await settle(cos.putObject({ ...small, Body: 'hello' }))
  const get = await settle(cos.getObject(small))
  const notFound = await settle(cos.getObject({ ...small, Key: `${small.Key}.missing` }))

  // Three parts. The server refuses the first one that arrives, and the SDK sends it again.
  const FilePath = join(directory, 'large.bin')
  await writeFile(FilePath, Buffer.alloc(3 * 1024 * 1024))
  server?.inject({ status: 503 }, { operation: 'UploadPart' })
  const upload = await settle(cos.uploadFile({ ...large, FilePath, SliceSize: 1024 * 1024 }))

  // The SDK turns this 404 into a result, and drops the id.
  server?.inject({ status: 404, code: 'NoSuchBucket', times: 2 }, { operation: 'DeleteObject' })
  const deleted = await settle(cos.deleteObject(nowhere))
  const deletedPlain = await settle(new COS(options).deleteObject(nowhere))

  printTable([
    ['operation', 'outcome', 'status', 'requestId', 'exchanges'],
    row('putObject', put),
    row('getObject', get),
    row('getObject, no such key', notFound),
    row('uploadFile, multipart', upload, server ? 'after a 503' : 'no fault: a real bucket'),
    row('deleteObject, no bucket', deleted),
    row('  the same, plain SDK', deletedPlain),
  ])

  console.log('\nThe exchanges of the multipart upload:')
  for (const { method, statusCode, errorCode, requestId } of exchangesOf(upload) ?? []) {
    console.log(`  ${method.padEnd(4)}  ${statusCode ?? errorCode}  ${requestId ?? '-'}`)
  }
} finally {
  await cleanUp()
}

/** The outcome of a call, result or error: both have `requestId`. */
function settle(promise) {
  return promise.catch((err) => err)
}

function exchangesOf(outcome) {
  return getRequestInfo(outcome)?.exchanges
}

function row(operation, outcome, note) {
  const { code, statusCode, requestId, BucketNotFound } = outcome
  const word = code ?? (BucketNotFound ? 'BucketNotFound' : 'ok')
  return [operation, note ? `${word}, ${note}` : word, statusCode, requestId, exchangesOf(outcome)?.length]
}

function printTable(rows) {
  const lines = rows.map((cells) => cells.map((cell) => String(cell ?? '-')))
  const widths = lines[0].map((_, column) => Math.max(...lines.map((cells) => cells[column].length)))
  for (const cells of lines) {
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
  }
}

async function cleanUp() {
  await rm(directory, { recursive: true })
  // The parts of an unfinished upload.
  await settle(cos.abortUploadTask({ ...large, Level: 'file' }))
  for (const object of [small, large]) {
    const { code, requestId } = await settle(cos.deleteObject(object))
    if (code) console.error(`\nMay be left behind: ${object.Key} (${code}, request id ${requestId ?? '-'})`)
  }
  await server?.close()
}

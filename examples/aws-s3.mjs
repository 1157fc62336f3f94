// AWS SDK v3: results and errors of S3 with `requestId` and `extendedRequestId`, a retry, and a download that breaks
// off, whose own error has no id. Run: node examples/aws-s3.mjs
// It talks to a server on your machine. If AWS_BUCKET and AWS_REGION are set, it uses your bucket and the credentials
// that the SDK finds by itself, and deletes what it puts there.
import { randomUUID } from 'node:crypto'
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getRequestInfo, withRequestId } from '@requestid/aws'
import { startServer } from '@requestid/testing'

const { AWS_BUCKET, AWS_REGION } = process.env

// Without your own bucket, this server stands in for S3.
const server = AWS_BUCKET && AWS_REGION ? undefined : await startServer({ vendor: 'aws' })
console.log(
  server ? 'Using a server on this machine.\n' : `Using the bucket ${AWS_BUCKET} in ${AWS_REGION}.\n`,
)

const s3 = withRequestId(new S3Client(server?.s3Options() ?? { region: AWS_REGION }))
const object = { Bucket: server ? 'examplebucket' : AWS_BUCKET, Key: `requestid-example/${randomUUID()}.txt` }

try {
  await print('put', s3.send(new PutObjectCommand({ ...object, Body: 'all is well\n' })))

  server?.inject({ status: 503 })
  await print('get, at the second try', s3.send(new GetObjectCommand(object)).then(read))
  await print('get, no such key', s3.send(new GetObjectCommand({ ...object, Key: `${object.Key}.missing` })))

  server?.inject({ reset: 'mid-body' })
  await print('get, broken off', s3.send(new GetObjectCommand(object)).then(read))
} finally {
  await s3.send(new DeleteObjectCommand(object)).catch((err) => {
    console.error(`May be left behind: ${object.Key} (${err.name}, request id ${err.requestId ?? '-'})`)
  })
  s3.destroy()
  await server?.close()
}

async function read(result) {
  await result.Body.transformToString()
  return result
}

async function print(operation, call) {
  const outcome = await call.catch((err) => err)
  const { exchanges = [] } = getRequestInfo(outcome) ?? {}
  const statuses = exchanges.map(({ statusCode, errorCode }) => statusCode ?? errorCode).join(', ')
  const failure = outcome instanceof Error ? `  ${outcome.code ?? outcome.name}` : ''
  console.log(`${operation.padEnd(22)}  ${outcome.requestId ?? '-'}  ${statuses}${failure}`)
}

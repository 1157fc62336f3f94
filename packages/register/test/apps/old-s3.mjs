// A call through a client that OpenTelemetry's instrumentation sees: its stack is @smithy/middleware-stack's.

import { HeadObjectCommand, S3Client } from 'client-s3-3.600'
import { Client } from 'minio'

const { s3 } = JSON.parse(process.env.SERVERS)
const head = new HeadObjectCommand({ Bucket: 'examplebucket', Key: 'missing' })
const { requestId } = await new S3Client(s3).send(head).catch((error) => error)
const minio = new Client({ endPoint: '127.0.0.1', accessKey: 'key', secretKey: 'secret' })
console.log(JSON.stringify([requestId]))
if (!('@requestid' in minio)) throw new Error('minio is not registered')

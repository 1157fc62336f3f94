// Strapi's provider for uploads, which makes its client in a closure: as a module and as CommonJS.
import { createRequire } from 'node:module'
import imported from '@strapi/provider-upload-aws-s3'

const { s3 } = JSON.parse(process.env.SERVERS)
const required = createRequire(import.meta.url)('@strapi/provider-upload-aws-s3')
const ids = []
for (const { init } of [imported, required]) {
  const provider = init({ s3Options: { ...s3, maxAttempts: 1, params: { Bucket: 'examplebucket' } } })
  await provider
    .upload({ hash: 'report', ext: '.txt', buffer: Buffer.from('text'), mime: 'text/plain' })
    .catch(({ requestId }) => ids.push(requestId))
}
console.log(JSON.stringify(ids))

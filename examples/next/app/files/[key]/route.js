// A Next.js route handler that reads an object from COS. If that fails, the caller gets the request id to quote to
// support, in the header `x-cloud-request-id` and in an application/problem+json body.
// Run: npx --yes pnpm@10.34.9 --filter @requestid/examples exec next dev next, then open /files/missing.txt
import { cos } from '../../../lib/cos.js'
import { reportCloudFailure } from '../../../lib/report-cloud-failure.js'

const bucket = { Bucket: 'examples-1250000000', Region: 'ap-guangzhou' }

export const GET = reportCloudFailure(async (_request, { params }) => {
  const { key } = await params
  const { Body, headers } = await cos.getObject({ ...bucket, Key: key })
  return new Response(Body, { headers: { 'content-type': headers['content-type'] } })
})

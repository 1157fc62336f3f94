// `captureExchanges` returns every request that a job made, whichever calls it took, so that support can find each of
// them. If the job fails, its error has them.
// Run: node examples/capture-exchanges.mjs
import { captureExchanges, getRequestInfo, withRequestId } from '@requestid/cos'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'

const bucket = { Bucket: 'examples-1250000000', Region: 'ap-guangzhou' }
const server = await startServer()

// With your own bucket: new COS({ SecretId, SecretKey }), and no server.
const cos = withRequestId(new COS(server.cosOptions()))

/** Copies the reports to the archive, and returns the number of copies. */
async function archive(names) {
  for (const name of names) {
    const { Body } = await cos.getObject({ ...bucket, Key: `reports/${name}` })
    await cos.putObject({ ...bucket, Key: `archive/${name}`, Body })
  }
  return names.length
}

for (const name of ['may.csv', 'june.csv']) {
  await cos.putObject({ ...bucket, Key: `reports/${name}`, Body: 'a,b\n1,2\n' })
}

// The server refuses one of the copies at first, and the SDK tries again.
server.inject({ status: 503 }, { path: '/archive/june.csv' })
const { value, exchanges } = await captureExchanges(() => archive(['may.csv', 'june.csv']))
console.log(`Copied ${value} reports:`)
print(exchanges)

try {
  await captureExchanges(() => archive(['may.csv', 'july.csv']))
} catch (err) {
  console.log(`\nFailed with ${err.code}, ${err.requestId}. Up to then:`)
  print(getRequestInfo(err).exchanges)
}

await server.close()

function print(exchanges) {
  for (const { method, path, statusCode, errorCode, requestId } of exchanges) {
    console.log(`  ${method}  ${path.padEnd(17)}  ${statusCode ?? errorCode}  ${requestId ?? '-'}`)
  }
}

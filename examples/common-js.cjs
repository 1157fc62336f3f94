// CommonJS and callbacks: `err` and `data` have `requestId`, and so has a stream once its response arrives.
// Run: node examples/common-js.cjs
const { withRequestId } = require('@requestid/cos')
const { startServer } = require('@requestid/testing')
const COS = require('cos-nodejs-sdk-v5')

const Bucket = 'examples-1250000000'
const Region = 'ap-guangzhou'

startServer().then((server) => {
  // With your own bucket: new COS({ SecretId, SecretKey }), and no server.
  const cos = withRequestId(new COS(server.cosOptions()))

  cos.putObject({ Bucket, Region, Key: 'report.txt', Body: 'all is well' }, (err, data) => {
    if (err) throw err
    console.log('put    ', data.requestId)

    cos.getObject({ Bucket, Region, Key: 'missing.txt' }, (err) => {
      console.log('missing', err.requestId, err.code)

      const stream = cos.getObjectStream({ Bucket, Region, Key: 'report.txt' })
      stream.on('error', (err) => console.error('stream ', err.requestId, err.code))
      stream.on('end', () => {
        console.log('stream ', stream.requestId)
        server.close()
      })
      stream.resume()
    })
  })
})

// An application of CommonJS, which registers no client itself; in a worker thread if it is asked to.
const { isMainThread, Worker } = require('node:worker_threads')

if (isMainThread && process.argv[2] === 'worker') new Worker(__filename)
else {
  const { PutObjectCommand, S3, S3Client } = require('@aws-sdk/client-s3')
  const { putAll } = require('./put-all.cjs')
  const classes = {
    PutObjectCommand,
    S3,
    S3Client,
    COS: require('cos-nodejs-sdk-v5'),
    OSS: require('ali-oss'),
  }
  putAll({ ...classes, Client: require('minio').Client }).then((ids) => console.log(JSON.stringify(ids)))
}

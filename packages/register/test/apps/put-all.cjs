// Makes a client of each class that it is given, and says which id its result has. $SERVERS has the clients' options.
exports.putAll = async ({ COS, OSS, PutObjectCommand, S3, S3Client, Client }) => {
  const { cos, oss, s3 } = JSON.parse(process.env.SERVERS)
  const object = { Bucket: 'examplebucket', Key: 'report.txt', Body: 'text' }
  const [, endPoint, port] = /\/\/(.*):(\d+)/.exec(s3.endpoint)
  const minio = new Client({ endPoint, port: +port, useSSL: false, accessKey: 'key', secretKey: 'secret' })
  const results = {
    cos: await new COS(cos).putObject({
      ...object,
      Bucket: 'examplebucket-1250000000',
      Region: 'ap-beijing',
    }),
    oss: await new OSS(oss).put('report.txt', Buffer.from('text')),
    s3: await new S3(s3).putObject(object),
    s3Client: await new S3Client(s3).send(new PutObjectCommand(object)),
    minio: await minio.putObject('examplebucket', 'report.txt', 'text'),
  }
  return Object.fromEntries(Object.entries(results).map(([name, { requestId }]) => [name, requestId]))
}

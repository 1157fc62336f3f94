module.exports = {
  Bucket: 'examplebucket-1250000000',
  Region: 'ap-guangzhou',
  // Your own server. It answers with temporary credentials, as those of qcloud-cos-sts:
  // { credentials: { tmpSecretId, tmpSecretKey, sessionToken }, startTime, expiredTime }
  credentialsUrl: 'https://example.com/sts',
}

import { alibabaOss, alibabaSts, aws, tencentCos, type Vendor } from './vendor.js'

// Services that no plugin is for. Each stands by itself, so that a bundle holds only those it names.

/** Source: https://docs.byteplus.com/en/docs/tos/reference-common-parameters. */
export const volcengineTos: Vendor = {
  name: 'volcengine-tos',
  headers: { requestId: ['x-tos-request-id'], extendedRequestId: ['x-tos-id-2'] },
  body: aws.body,
}

/** To a client of S3 it writes the names of S3. Source: https://support.huaweicloud.com/api-obs/obs_04_0013.html. */
export const huaweiObs: Vendor = {
  name: 'huawei-obs',
  headers: { requestId: ['x-obs-request-id'], extendedRequestId: ['x-obs-id-2'] },
  body: aws.body,
}

/** Source: https://intl.cloud.baidu.com/doc/BOS/s/Vkkrz66n8-en. */
export const baiduBos: Vendor = {
  name: 'baidu-bos',
  headers: { requestId: ['x-bce-request-id'], traceId: ['x-bce-debug-id'] },
  body: aws.body,
}

/** Source: https://developer.qiniu.com/kodo/1202/download-process. */
export const qiniuKodo: Vendor = {
  name: 'qiniu-kodo',
  headers: { requestId: ['x-reqid'] },
  body: aws.body,
}

/** Source: https://cloud.google.com/storage/docs/xml-api/reference-headers. */
export const googleCloudStorage: Vendor = {
  name: 'google-cloud-storage',
  headers: { requestId: ['x-guploader-uploadid'] },
  body: aws.body,
}

/** Source: https://learn.microsoft.com/rest/api/storageservices/troubleshooting-api-operations. */
export const azureBlob: Vendor = {
  name: 'azure-blob',
  headers: { requestId: ['x-ms-request-id'] },
  body: { requestId: ['RequestId'] },
}

/**
 * The header of a response, and the column of a log.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html.
 */
export const awsCloudFront: Vendor = {
  name: 'aws-cloudfront',
  headers: { requestId: ['x-amz-cf-id', 'x-edge-request-id'] },
  body: {},
}

/** Log Service. Source: https://help.aliyun.com/document_detail/29008.html. */
export const alibabaSls: Vendor = {
  name: 'alibaba-sls',
  headers: { requestId: ['x-log-requestid'] },
  body: { requestId: ['requestId'] },
}

/** Every service whose ids are found in text. */
export const services: readonly Vendor[] = [
  tencentCos,
  alibabaOss,
  alibabaSls,
  alibabaSts,
  awsCloudFront,
  volcengineTos,
  huaweiObs,
  baiduBos,
  azureBlob,
  qiniuKodo,
  googleCloudStorage,
  aws,
]

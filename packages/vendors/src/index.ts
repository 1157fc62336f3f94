/** All vendors, by name and in lists. Made by test/index.test.ts of the files beside it; do not edit. */
import {
  wire as alibabaOss,
  forms as alibabaOssForms,
  text as alibabaOssText,
  ticket as alibabaOssTicket,
} from './alibaba-oss.js'
import {
  wire as alibabaSls,
  forms as alibabaSlsForms,
  text as alibabaSlsText,
  ticket as alibabaSlsTicket,
} from './alibaba-sls.js'
import {
  wire as alibabaSts,
  forms as alibabaStsForms,
  text as alibabaStsText,
  ticket as alibabaStsTicket,
} from './alibaba-sts.js'
import { wire as aws, forms as awsForms, text as awsText, ticket as awsTicket } from './aws.js'
import {
  wire as awsCloudfront,
  forms as awsCloudfrontForms,
  text as awsCloudfrontText,
  ticket as awsCloudfrontTicket,
} from './aws-cloudfront.js'
import { forms as awsS3Forms, text as awsS3Text, ticket as awsS3Ticket } from './aws-s3.js'
import { text as azureText, ticket as azureTicket } from './azure.js'
import {
  wire as azureBlob,
  forms as azureBlobForms,
  text as azureBlobText,
  ticket as azureBlobTicket,
} from './azure-blob.js'
import { text as backblazeB2Text, ticket as backblazeB2Ticket } from './backblaze-b2.js'
import {
  wire as baiduBos,
  forms as baiduBosForms,
  text as baiduBosText,
  ticket as baiduBosTicket,
} from './baidu-bos.js'
import { wire as ceph, forms as cephForms, text as cephText, ticket as cephTicket } from './ceph.js'
import { wire as cloudflareR2, ticket as cloudflareR2Ticket } from './cloudflare-r2.js'
import {
  wire as googleCloudStorage,
  forms as googleCloudStorageForms,
  text as googleCloudStorageText,
  ticket as googleCloudStorageTicket,
} from './google-cloud-storage.js'
import {
  wire as huaweiObs,
  forms as huaweiObsForms,
  s3 as huaweiObsS3,
  text as huaweiObsText,
  ticket as huaweiObsTicket,
} from './huawei-obs.js'
import { wire as minio, forms as minioForms, text as minioText, ticket as minioTicket } from './minio.js'
import { text as openstackSwiftText } from './openstack-swift.js'
import {
  wire as qiniuKodo,
  forms as qiniuKodoForms,
  text as qiniuKodoText,
  ticket as qiniuKodoTicket,
} from './qiniu-kodo.js'
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import {
  wire as tencentCos,
  forms as tencentCosForms,
  text as tencentCosText,
  ticket as tencentCosTicket,
} from './tencent-cos.js'
import {
  wire as volcengineTos,
  forms as volcengineTosForms,
  text as volcengineTosText,
  ticket as volcengineTosTicket,
} from './volcengine-tos.js'

export {
  type Address,
  type Bilingual,
  type Claim,
  type Companion,
  type IdForm,
  type IdKind,
  type IdNames,
  type Ids,
  kinds,
  type LogRow,
  type Named,
  type OwnTerms,
  type Surroundings,
  type Terms,
  type Text,
  type Ticket,
  type Vendor,
} from './record.js'
export { decodeBase64 } from './shared/base64.js'
export {
  alibabaOss,
  alibabaOssForms,
  alibabaOssText,
  alibabaOssTicket,
  alibabaSls,
  alibabaSlsForms,
  alibabaSlsText,
  alibabaSlsTicket,
  alibabaSts,
  alibabaStsForms,
  alibabaStsText,
  alibabaStsTicket,
  aws,
  awsCloudfront,
  awsCloudfrontForms,
  awsCloudfrontText,
  awsCloudfrontTicket,
  awsForms,
  awsS3Forms,
  awsS3Text,
  awsS3Ticket,
  awsText,
  awsTicket,
  azureBlob,
  azureBlobForms,
  azureBlobText,
  azureBlobTicket,
  azureText,
  azureTicket,
  backblazeB2Text,
  backblazeB2Ticket,
  baiduBos,
  baiduBosForms,
  baiduBosText,
  baiduBosTicket,
  ceph,
  cephForms,
  cephText,
  cephTicket,
  cloudflareR2,
  cloudflareR2Ticket,
  googleCloudStorage,
  googleCloudStorageForms,
  googleCloudStorageText,
  googleCloudStorageTicket,
  huaweiObs,
  huaweiObsForms,
  huaweiObsS3,
  huaweiObsText,
  huaweiObsTicket,
  minio,
  minioForms,
  minioText,
  minioTicket,
  openstackSwiftText,
  qiniuKodo,
  qiniuKodoForms,
  qiniuKodoText,
  qiniuKodoTicket,
  tencentCos,
  tencentCosForms,
  tencentCosText,
  tencentCosTicket,
  volcengineTos,
  volcengineTosForms,
  volcengineTosText,
  volcengineTosTicket,
}

/** How each service writes its ids in its own API. */
export const wires: readonly Vendor[] = [
  tencentCos,
  ceph,
  azureBlob,
  alibabaSls,
  alibabaSts,
  aws,
  alibabaOss,
  huaweiObs,
  minio,
  awsCloudfront,
  googleCloudStorage,
  volcengineTos,
  baiduBos,
  qiniuKodo,
  cloudflareR2,
]

/** What the ids of each service look like, by the vendor's name. */
export const forms: Readonly<Record<string, readonly IdForm[]>> = {
  'tencent-cos': tencentCosForms,
  ceph: cephForms,
  'azure-blob': azureBlobForms,
  'alibaba-sls': alibabaSlsForms,
  'alibaba-sts': alibabaStsForms,
  aws: awsForms,
  'alibaba-oss': alibabaOssForms,
  'huawei-obs': huaweiObsForms,
  minio: minioForms,
  'aws-s3': awsS3Forms,
  'aws-cloudfront': awsCloudfrontForms,
  'google-cloud-storage': googleCloudStorageForms,
  'volcengine-tos': volcengineTosForms,
  'baidu-bos': baiduBosForms,
  'qiniu-kodo': qiniuKodoForms,
}

/** How the ids of each service are told in a text. */
export const texts: readonly Text[] = [
  tencentCosText,
  cephText,
  openstackSwiftText,
  azureBlobText,
  azureText,
  alibabaSlsText,
  alibabaStsText,
  awsText,
  alibabaOssText,
  huaweiObsText,
  minioText,
  backblazeB2Text,
  awsS3Text,
  awsCloudfrontText,
  googleCloudStorageText,
  volcengineTosText,
  baiduBosText,
  qiniuKodoText,
]

/** What the support of each service asks for. */
export const tickets: readonly Ticket[] = [
  tencentCosTicket,
  cephTicket,
  azureBlobTicket,
  azureTicket,
  alibabaSlsTicket,
  alibabaStsTicket,
  awsTicket,
  alibabaOssTicket,
  huaweiObsTicket,
  minioTicket,
  backblazeB2Ticket,
  awsS3Ticket,
  awsCloudfrontTicket,
  googleCloudStorageTicket,
  volcengineTosTicket,
  baiduBosTicket,
  qiniuKodoTicket,
  cloudflareR2Ticket,
]

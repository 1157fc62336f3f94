/** The sub-resources of OSS. */
import { renderXml, type XmlNode } from '../xml.js'

/** The account that owns everything. */
export const OWNER = { ID: '1000000000000001', DisplayName: '1000000000000001' }

/** The sub-resources that store a document, and the name each has in the operations on it. */
export const CONFIGURATIONS: Readonly<Record<string, string>> = {
  acl: 'Acl',
  cors: 'Cors',
  encryption: 'Encryption',
  inventory: 'Inventory',
  lifecycle: 'Lifecycle',
  logging: 'Logging',
  policy: 'Policy',
  referer: 'Referer',
  requestPayment: 'RequestPayment',
  tagging: 'Tags',
  versioning: 'Versioning',
  website: 'Website',
}

const DEFAULTS: Readonly<Record<string, XmlNode>> = {
  cors: {
    CORSConfiguration: {
      CORSRule: {
        AllowedOrigin: '*',
        AllowedMethod: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'],
        AllowedHeader: '*',
      },
    },
  },
  encryption: {
    ServerSideEncryptionRule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
  },
  lifecycle: { LifecycleConfiguration: '' },
  logging: { BucketLoggingStatus: '' },
  referer: { RefererConfiguration: { AllowEmptyReferer: true, RefererList: '' } },
  requestPayment: { RequestPaymentConfiguration: { Payer: 'BucketOwner' } },
  tagging: { Tagging: { TagSet: '' } },
  versioning: { VersioningConfiguration: '' },
  website: { WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } },
}

export const aclDocument = (grant: string) =>
  renderXml({ AccessControlPolicy: { Owner: OWNER, AccessControlList: { Grant: grant } } })

const inventoryDocument = (id: string, bucket: string) =>
  renderXml({
    InventoryConfiguration: {
      Id: id,
      IsEnabled: false,
      Destination: {
        OSSBucketDestination: {
          Format: 'CSV',
          AccountId: OWNER.ID,
          RoleArn: `acs:ram::${OWNER.ID}:role/AliyunOSSRole`,
          Bucket: `acs:oss:::${bucket}`,
        },
      },
      Schedule: { Frequency: 'Daily' },
      Filter: { Prefix: '' },
      IncludedObjectVersions: 'All',
      OptionalFields: '',
    },
  })

/**
 * The document of a sub-resource to which nothing was put. OSS answers some of these with 404 instead;
 * here each has a document, so that a test need not put one first.
 */
export function defaultConfiguration(name: string, id: string, bucket: string, key: string): string {
  if (name === 'acl') return aclDocument(key ? 'default' : 'private')
  if (name === 'inventory') return inventoryDocument(id, bucket)
  if (name === 'policy') return JSON.stringify({ Version: '1', Statement: [] })
  return renderXml(DEFAULTS[name] ?? {})
}

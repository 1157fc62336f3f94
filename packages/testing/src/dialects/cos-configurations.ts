/** The sub-resources of COS. */
import { renderXml, type XmlNode } from '../xml.js'

/** The account that owns everything. */
export const OWNER = {
  ID: 'qcs::cam::uin/100000000001:uin/100000000001',
  DisplayName: 'qcs::cam::uin/100000000001:uin/100000000001',
}

/** The sub-resources that store a document, and the name each has in the operations on it. */
export const CONFIGURATIONS: Readonly<Record<string, string>> = {
  accelerate: 'Accelerate',
  acl: 'ACL',
  cors: 'CORS',
  domain: 'Domain',
  encryption: 'Encryption',
  inventory: 'Inventory',
  lifecycle: 'Lifecycle',
  location: 'Location',
  logging: 'Logging',
  origin: 'Origin',
  policy: 'Policy',
  referer: 'Referer',
  replication: 'Replication',
  tagging: 'Tagging',
  versioning: 'Versioning',
  website: 'Website',
}

const DEFAULTS: Readonly<Record<string, XmlNode>> = {
  accelerate: { AccelerateConfiguration: { Status: 'Suspended', Type: 'COS' } },
  acl: {
    AccessControlPolicy: {
      Owner: OWNER,
      AccessControlList: { Grant: { Grantee: OWNER, Permission: 'FULL_CONTROL' } },
    },
  },
  cors: {
    CORSConfiguration: {
      CORSRule: {
        AllowedOrigin: '*',
        AllowedMethod: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'],
        AllowedHeader: '*',
      },
    },
  },
  domain: { DomainConfiguration: '' },
  encryption: { ServerSideEncryptionConfiguration: '' },
  lifecycle: { LifecycleConfiguration: '' },
  logging: { BucketLoggingStatus: '' },
  origin: { OriginConfiguration: '' },
  referer: { RefererConfiguration: { Status: 'Disabled' } },
  replication: { ReplicationConfiguration: '' },
  tagging: { Tagging: { TagSet: '' } },
  versioning: { VersioningConfiguration: '' },
  website: { WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } },
}

/**
 * The document of a sub-resource to which nothing was put. COS answers some of these with 404 instead;
 * here each has a document, so that a test need not put one first.
 */
export function defaultConfiguration(name: string, region: string, id: string): string {
  if (name === 'policy') return JSON.stringify({ version: '2.0', Statement: [] })
  if (name === 'location') return renderXml({ LocationConstraint: region })
  if (name === 'inventory') return renderXml({ InventoryConfiguration: { Id: id, IsEnabled: false } })
  return renderXml(DEFAULTS[name] ?? {})
}

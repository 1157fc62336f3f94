// Every method of ObsClient. Those that send take what they need of one and the same parameter.
import type { SDK } from './versions.js'

/** Anew for each call, as the SDK writes on it. */
export const param = (): Record<string, unknown> => ({
  Bucket: 'bucket',
  Key: 'key',
  Name: 'other',
  Body: 'content',
  CopySource: '/bucket/a',
  UploadId: 'u',
  PartNumber: 1,
  Parts: [{ PartNumber: 1, ETag: 'e' }],
  Objects: [{ Key: 'a' }],
  Tags: [{ Key: 'a', Value: 'b' }],
  Rules: [],
  CorsRules: [],
  Policy: '{}',
  StorageClass: 'WARM',
  StorageQuota: 1,
  VersionStatus: 'Enabled',
  Status: 'Enabled',
  Payer: 'Requester',
  Origin: 'http://example.com',
  AccessControlRequestMethods: ['GET'],
  DomainName: 'example.com',
  InventoryId: 'i',
  Length: 1,
  Days: 1,
})

/** With files, and of several requests: with tests of their own. */
const composites = ['uploadFile', 'downloadFile']

/** They send nothing. */
export const silent = [
  ...['createSignedUrlSync', 'createV2SignedUrlSync', 'createV4SignedUrlSync'],
  ...['createPostSignatureSync', 'createV4PostSignatureSync'],
]

/** What the SDK is made of, and what has to do with the client alone. */
const within = ['close', 'exec', 'factory', 'initLog', 'refresh', 'refreshShadowClient', 'enums']

/** The others, which each make one request. Each has a name in capitals besides, and some a short one. */
export function methodsOf({ prototype }: SDK): string[] {
  const others = [...composites, ...silent, ...within]
  const methods = prototype as unknown as Record<string, unknown>
  return Object.keys(prototype as object).filter(
    (name) =>
      /^[a-z]/.test(name) && !others.includes(name) && methods[`${name}Configuration`] !== methods[name],
  )
}

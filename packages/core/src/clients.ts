/** What the clients of each plugin have alone. Made by test/clients.test.ts of the registries; do not edit. */
export interface Clients {
  aws: { middlewareStack: unknown }
  azure: { pipeline: { addPolicy: unknown } } | { accountName: string; url: string } | { vaultUrl: string }
  cos: { sliceUploadFile: unknown }
  http: { interceptors: { request: unknown }; getUri: unknown }
  minio: { listenBucketNotification: unknown }
  oss: { signatureUrl: unknown } | { assumeRole(role: string): unknown }
}

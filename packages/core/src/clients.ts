/** What the clients of each plugin have alone. Made by test/clients.test.ts of the registries; do not edit. */
export interface Clients {
  ai: { requestAPIList: unknown }
  'alibaba-cloud': { callApi: unknown } | { request<T>(action: string, params: object): Promise<T> }
  aws: { middlewareStack: unknown }
  'aws-v2': { makeUnauthenticatedRequest: unknown } | { createSet: unknown } | { promise: unknown }
  azure: { pipeline: { addPolicy: unknown } } | { accountName: string; url: string } | { vaultUrl: string }
  cos: { sliceUploadFile: unknown }
  http: { interceptors: { request: unknown }; getUri: unknown }
  minio: { listenBucketNotification: unknown }
  obs: { createV4SignedUrlSync: unknown }
  octokit: { graphql: unknown; hook: unknown }
  oss: { signatureUrl: unknown } | { assumeRole(role: string): unknown }
  'tencent-cloud': { requestOctetStream: unknown }
  tos: { getBucketRealTimeLog: unknown }
}

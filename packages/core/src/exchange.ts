/** The shapes that users read. */

/**
 * One HTTP request of an operation and what came of it. A retry, a part of an upload and the follow-up of
 * a redirect are exchanges of their own. Plain data: it refers to no request, response or client.
 */
export interface Exchange {
  /** One name per service: `'tencent-cos'`, `'alibaba-oss'`, `'aws'`. */
  vendor: string
  /** The id the server gave this exchange. Absent where no response came, or one without an id. */
  requestId?: string
  /** The second half of S3's pair: `x-amz-id-2`. */
  extendedRequestId?: string
  /** `x-cos-trace-id`, which COS sends with errors. */
  traceId?: string
  /** Alibaba Cloud's error code of an error: `x-oss-ec`. */
  ec?: string
  /** HTTP status. Absent where no response came; then there is an `errorCode`. */
  statusCode?: number
  /** Why no response came, e.g. `'ECONNRESET'`, `'ESOCKETTIMEDOUT'`; `'ECONNABORTED'` where the client gave up. */
  errorCode?: string
  method: string
  /** With the port where it is not the scheme's own. */
  host: string
  /** Without the query: a signed URL keeps its secrets there. */
  path: string
  /** Milliseconds since the epoch, when the request was handed to the network. */
  startTime: number
  /** Milliseconds until the response's headers, or until the failure; see `onExchange` for when headers are seen. */
  durationMs: number
}

/** The ids a response can carry, under one set of names for every vendor. */
export type Ids = Pick<Exchange, 'requestId' | 'extendedRequestId' | 'traceId' | 'ec'>

/**
 * What is known of an outcome: the exchange that decided it, and every exchange of its operation in the order
 * in which they were answered or failed. Those that end after the operation has settled are added.
 */
export interface RequestInfo extends Ids, Pick<Exchange, 'vendor' | 'statusCode' | 'errorCode'> {
  /**
   * Whose ids these are. Absent where they are those of the request that decided the outcome. `'earlier'` where that
   * request got no response: they are those of the last response that the operation had received before, and
   * `errorCode` says what came of the request that decided.
   */
  idOf?: 'earlier'
  /** What the SDK calls the operation: `'putObject'`, `'GetObject'`. */
  operation?: string
  exchanges: readonly Exchange[]
}

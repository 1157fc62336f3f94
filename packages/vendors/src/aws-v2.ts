/** What outcomes of the AWS SDK for JavaScript v2 look like. */
import { wire } from './aws.js'
import type { Evidence, Shape } from './record.js'

export const shape: Shape = {
  vendor: wire,
  marks: [['$response'], ['code', 'time', 'retryable', 'statusCode']],
  evidence,
}

/** What a promise resolves to has its response, which is one itself where an event shows it. An error has the ids alone. */
function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  const { time, requestId, extendedRequestId, statusCode } = outcome
  const { httpResponse, data } = (outcome.$response || outcome) as Record<string, Record<string, unknown>>
  // What a result, or a stream, has under `requestId` is not of the SDK.
  const ofError = time && { RequestId: requestId, HostId: extendedRequestId }
  return {
    headers: httpResponse?.headers,
    bodies: () => [httpResponse ? (Object(data) as Record<string, unknown>).ResponseMetadata : ofError],
    statusCode: httpResponse ? httpResponse.statusCode : statusCode,
  }
}

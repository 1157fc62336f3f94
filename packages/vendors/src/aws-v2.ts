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
  const { requestId, extendedRequestId, statusCode } = outcome
  const { httpResponse, data } = (outcome.$response || outcome) as Record<string, Record<string, unknown>>
  const { ResponseMetadata } = Object(data) as Record<string, unknown>
  return {
    headers: httpResponse?.headers,
    // What a result has under `requestId` is the service's data.
    bodies: () => [httpResponse ? ResponseMetadata : { RequestId: requestId, HostId: extendedRequestId }],
    statusCode: httpResponse ? httpResponse.statusCode : statusCode,
  }
}

import { STATUS_CODES } from 'node:http'
import { getRequestInfo } from '@requestid/cos'

/** Wraps a route handler: if a cloud call in it fails, the caller gets the request id. */
export function reportCloudFailure(handler) {
  return async (request, context) => {
    try {
      return await handler(request, context)
    } catch (err) {
      const info = getRequestInfo(err)
      if (!info) throw err
      const { requestId } = info
      const status = info.statusCode === 404 ? 404 : 502
      const headers = {
        'content-type': 'application/problem+json',
        ...(requestId && { 'x-cloud-request-id': requestId }),
      }
      return Response.json({ title: STATUS_CODES[status], status, requestId }, { status, headers })
    }
  }
}

/** Azure's services other than Storage: Resource Manager and what is behind it. */
import type { Shape, Text, Ticket, Vendor } from './record.js'
import { guid } from './shared/guid.js'

/**
 * The `x-ms-client-request-id` that services send back is the client's own. Source:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling and
 * https://learn.microsoft.com/azure/ai-services/openai/how-to/monitor-openai.
 */
export const wire: Vendor = {
  name: 'azure',
  headers: {
    requestId: ['x-ms-request-id', 'apim-request-id'],
    traceId: ['x-ms-correlation-request-id'],
  },
  body: { requestId: ['RequestId'] },
}

/** A `RestError` has the response. A result has it too, hidden. */
export const shape: Shape = {
  vendor: wire,
  marks: [],
  evidence(outcome) {
    const { response, _response } = outcome
    const { headers, status } = (_response || response || outcome) as Record<string, unknown>
    // The headers of @azure/core-rest-pipeline are a class around a map.
    const { _headersMap: map } = (headers || {}) as { _headersMap?: unknown }
    return {
      headers:
        map instanceof Map ? Object.fromEntries([...map].map(([name, { value }]) => [name, value])) : headers,
      statusCode: status,
    }
  },
}

const name = 'azure'

export const text: Text = {
  vendor: name,
  alike: {
    labels: ['x-ms-request-id'],
    // Its first management interface left the dashes out.
    behind: (word) => /^[\da-f]{32}$/.test(word) || guid.matches(word),
  },
  companions: [
    {
      of: {
        kind: 'traceId',
        name: 'correlation id',
        label: /x-ms-correlation-(?:request-)?id(?![\dA-Za-z])|trace[ _-]?id(?![\dA-Za-z])/,
        parts: ['orrelation', 'ORRELATION', 'race', 'RACE'],
        is: (id) => guid.matches(id),
      },
    },
  ],
}

export const ticket: Ticket = { vendor: name, service: { en: 'Microsoft Azure', zh: 'Microsoft Azure' } }

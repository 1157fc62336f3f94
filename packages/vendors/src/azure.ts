/** Azure's services other than Storage: Resource Manager and what is behind it. */
import type { Text, Ticket } from './record.js'
import { guid } from './shared/guid.js'

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

/** Azure's services other than Storage. */
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
}

export const ticket: Ticket = { vendor: name, service: { en: 'Microsoft Azure', zh: 'Microsoft Azure' } }

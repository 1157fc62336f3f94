/** Azure Blob Storage, and the other services of Azure Storage. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { form } from './shared/form.js'
import { guid } from './shared/guid.js'

/** Source: https://learn.microsoft.com/rest/api/storageservices/troubleshooting-api-operations. */
export const wire: Vendor = {
  name: 'azure-blob',
  headers: { requestId: ['x-ms-request-id'] },
  body: { requestId: ['RequestId'] },
  shared: true,
  // Blobs, queues, tables and files; Azurite is the emulator of them.
  is: (header) => /^(?:Windows-Azure|Azurite)-/.test(String(header('server'))),
}

const name = 'azure-blob'

/** A GUID whose last twelve digits end in six zeros: so are all those of the Storage services that are public. */
const zeros: IdForm = /* @__PURE__ */ form(
  /[0-9A-Fa-f]{8}-[0-9A-Fa-f]0[0-9A-Fa-f]{2}-0[0-9A-Fa-f]{3}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{6}0{6}/,
  undefined,
  { vendor: name },
)

export const forms: readonly IdForm[] = [zeros]

export const text: Text = {
  vendor: name,
  evidence: /Time: ?\d{4}-/,
  hints: /x-ms-|windows\.net|azure|Windows-Azure|BlobNotFound|chinacloudapi/,
  labels: ['x-ms-request-id'],
  behind: (word, around) =>
    zeros.matches(word) || (guid.matches(word) && /Windows-Azure-Blob/i.test(around.near(600))),
  claims: (word, around) =>
    zeros.matches(word) || (guid.matches(word) && /^(?:\\n|[\s,;.])*Time: ?\d{4}-/.test(around.after(20))),
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Azure Blob Storage', zh: 'Azure Blob 存储' },
}

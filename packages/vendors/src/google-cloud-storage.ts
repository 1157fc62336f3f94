/** Google Cloud Storage. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { form } from './shared/form.js'
import { body } from './shared/s3.js'

/** Source: https://cloud.google.com/storage/docs/xml-api/reference-headers. */
export const wire: Vendor = {
  name: 'google-cloud-storage',
  headers: { requestId: ['x-guploader-uploadid'] },
  body,
}

const name = 'google-cloud-storage'

/** All public ones begin with an A. */
const characters: IdForm = /* @__PURE__ */ form(/A[0-9A-Za-z_-]{59,150}/, undefined, { vendor: name })

export const forms: readonly IdForm[] = [characters]

export const text: Text = {
  vendor: name,
  labels: ['x-guploader-uploadid'],
  label: /[Gg][Uu][Pp]loader-[Uu]pload[Ii][Dd]/,
  behind: (word) => word.length >= 40,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Google Cloud Storage', zh: 'Google Cloud Storage' },
  hosts: [/^(?:(?<bucket>[\w.-]+)\.)?(?<service>storage)\.googleapis\.com$/],
}

/** The id that every response through Cloudflare has. */
import type { IdForm } from '../record.js'
import { form } from './form.js'

export const labels = ['cf-ray']

/** 16 digits, and in a header the airport near the data center. */
export const ray: IdForm = /* @__PURE__ */ form(/[0-9a-f]{16}-[A-Z]{3}/, undefined, {
  vendor: 'cloudflare',
  server: (id) => id.slice(17),
})

export const digits: IdForm = /* @__PURE__ */ form(/[0-9a-f]{16}/, (id) => /\d/.test(id))

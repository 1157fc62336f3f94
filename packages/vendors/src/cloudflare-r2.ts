/** Cloudflare R2. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { digits, labels, ray } from './shared/ray.js'
import { body } from './shared/s3.js'

/** Source: https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/. */
export const wire: Vendor = { name: 'cloudflare-r2', headers: { requestId: ['cf-ray'] }, body, proxy: true }

const name = 'cloudflare-r2'

export const forms: readonly IdForm[] = [ray, digits]

export const text: Text = {
  vendor: name,
  hints: /r2\.cloudflarestorage|\br2\.dev\b/,
  alike: {
    labels,
    behind: (word, around) => forms.some((form) => form.matches(word)) && around.vendors().includes(name),
  },
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Cloudflare R2', zh: 'Cloudflare R2' },
  hosts: [/^(?:(?<bucket>[\w-]+)\.)?[\da-f]{32}\.(?:\w+\.)?(?<service>r2)\.cloudflarestorage\.com$/],
}

/** Cloudflare, whose id every response through it has. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { digits, labels, ray } from './shared/ray.js'

/** Source: https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/. */
export const wire: Vendor = { name: 'cloudflare', headers: { requestId: ['cf-ray'] }, body: {}, proxy: true }

const name = 'cloudflare'

export const forms: readonly IdForm[] = [ray, digits]

export const text: Text = {
  vendor: name,
  // Its error pages call it Ray ID.
  labels: [...labels, 'ray-id'],
  label: /[Cc][Ff]-[Rr][Aa][Yy]|(?<![\w-])[Rr][Aa][Yy][ _-][Ii][Dd]/,
  known: true,
}

export const ticket: Ticket = { vendor: name, service: { en: 'Cloudflare', zh: 'Cloudflare' } }

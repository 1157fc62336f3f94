/** Ceph's object gateway, a server with the API of S3. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { form, hex } from './shared/form.js'
import { body, headers, hostId } from './shared/s3.js'

/** A count, the time and the gateway, then the zone. Source: ceph/src/rgw/services/svc_zone_utils.cc, unique_trans_id. */
const ID = /tx[0-9a-f]{21}-[0-9a-f]{10}-[0-9a-f]+-[0-9A-Za-z_.-]*[0-9A-Za-z_]/

export const wire: Vendor = {
  name: 'ceph',
  headers,
  body,
  is: (header) => ID.test(String(header('x-amz-request-id'))),
}

const name = 'ceph'

const transaction: IdForm = /* @__PURE__ */ form(ID, undefined, {
  vendor: name,
  distinct: true,
  time: (id) => hex(id.split('-')[1] ?? '') * 1000,
})

export const forms: readonly IdForm[] = [transaction]

export const text: Text = {
  vendor: name,
  hints: /radosgw|\bceph\b|\brgw\b/,
  bare: { place: /tx[\da-f]{21}-/, form: transaction },
  companions: [{ of: hostId }],
}

export const ticket: Ticket = { vendor: name, service: { en: 'Ceph', zh: 'Ceph' } }

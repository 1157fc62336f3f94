/** QingStor, object storage of QingCloud. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { form, hex, isTime } from './shared/form.js'

/** Source: https://docsv4.qingcloud.com/user_guide/storage/object_storage/api/error_code/. */
export const wire: Vendor = {
  name: 'qingstor',
  headers: { requestId: ['x-qs-request-id'] },
  body: { requestId: ['request_id'] },
}

const name = 'qingstor'

/** From the ticks of 100 ns of a UUID of version 1, whose epoch is that of the Gregorian calendar. */
const EPOCH = 12_219_292_800_000

/** A UUID without its dashes, in version 1 with a time; later ones have half as many digits. */
const digits: IdForm = /* @__PURE__ */ form(/[0-9a-f]{32}|[0-9a-f]{16}/, (id) => /\d/.test(id), {
  time(id) {
    const [, low = '', middle = '', high = ''] = /^(.{8})(.{4})1(.{3})[89ab]/.exec(id) ?? []
    const time = Math.floor(hex(high + middle + low) / 1e4) - EPOCH
    return isTime(time) ? time : 0
  },
})

export const forms: readonly IdForm[] = [digits]

export const text: Text = {
  vendor: name,
  hints: /x-qs-|qingstor|qingcloud|\bqsctl\b/,
  labels: ['x-qs-request-id'],
  known: true,
  claims: (word, around) => digits.matches(word) && around.vendors()[0] === name,
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'QingStor', zh: '青云对象存储 QingStor' },
  hosts: [/^(?:(?<bucket>[\w-]+)\.)?(?<region>[a-z]+\d+[a-z]?)\.(?<service>qingstor)\.com$/],
}

/** Qiniu Kodo. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { decodeBase64 } from './shared/base64.js'
import { timed } from './shared/form.js'
import { body } from './shared/s3.js'

/** Source: https://developer.qiniu.com/kodo/1202/download-process. */
export const wire: Vendor = { name: 'qiniu-kodo', headers: { requestId: ['x-reqid'] }, body }

const name = 'qiniu-kodo'

/** 12 bytes in Base64: a process, and nanoseconds since the epoch, both with the low byte first. */
const bytes: IdForm = /* @__PURE__ */ timed(
  /[0-9A-Za-z_-]{16}/,
  (id) => {
    const bytes = decodeBase64(id)
    let nanoseconds = 0
    for (let at = 11; at >= 4; at--) nanoseconds = nanoseconds * 256 + (bytes.charCodeAt(at) || 0)
    return Math.floor(nanoseconds / 1e6)
  },
  undefined,
  { vendor: name, vague: () => true, coarse: true },
)

export const forms: readonly IdForm[] = [bytes]

export const text: Text = {
  vendor: name,
  hints: /qiniu|qbox|kodo/,
  labels: ['x-reqid'],
  known: true,
  claims: (word, around) =>
    bytes.matches(word) && (/^reqid/i.test(around.label()) || around.vendors().includes(name)),
}

export const ticket: Ticket = { vendor: name, service: { en: 'Qiniu Kodo', zh: '七牛云 Kodo' } }

/** Wasabi, which imitates S3. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { form } from './shared/form.js'
import { body, headers, hostId, isSixteen, labels } from './shared/s3.js'

export const wire: Vendor = {
  name: 'wasabi',
  headers,
  body,
  is: (header) => /^WasabiS3/.test(String(header('server'))),
}

const name = 'wasabi'

/** As long as S3's, and since 2022 with one more letter. */
const letter: IdForm = /* @__PURE__ */ form(/[0-9A-F]{16}:[A-Z]/, undefined, {
  vendor: name,
  distinct: true,
  punctuated: true,
})

export const forms: readonly IdForm[] = [letter]

const claims: Text['claims'] = (word, around) => isSixteen(word) && around.others()[0] === name

export const text: Text = {
  vendor: name,
  hints: /wasabi/,
  alike: { labels, behind: (word, around) => letter.matches(word) || claims(word, around) },
  claims,
  companions: [{ of: hostId }],
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Wasabi', zh: 'Wasabi' },
  hosts: [/^(?:(?<bucket>[\w.-]+)\.)?(?<service>s3)(?:\.(?<region>[\w-]+))?\.wasabisys\.com$/],
}

/** Amazon CloudFront. */
import type { IdForm, Text, Ticket, Vendor } from './record.js'
import { columns, lineBefore } from './shared/access-log.js'
import { form } from './shared/form.js'

/**
 * The header of a response, and the column of a log.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html.
 */
export const wire: Vendor = {
  name: 'aws-cloudfront',
  headers: { requestId: ['x-amz-cf-id', 'x-edge-request-id'] },
  body: {},
  proxy: true,
}

const name = 'aws-cloudfront'

const characters: IdForm = /* @__PURE__ */ form(/[0-9A-Za-z_-]{54}==/, undefined, { vendor: name })

export const forms: readonly IdForm[] = [characters]

export const text: Text = {
  vendor: name,
  hints: /cloudfront/,
  labels: ['x-amz-cf-id', 'x-edge-request-id'],
  label: /[Xx]-[Aa][Mm][Zz]-[Cc][Ff]-[Ii][Dd]/,
  behind: (word) => characters.matches(word),
  claims: (word, around) => characters.matches(word) && around.vendors().includes(name),
  logs: [
    {
      // A column; `#Fields` may be far above, so the first ones are known by their form.
      place: /==\t/,
      read(text, place) {
        const end = place + 2
        const start = end - 56
        const requestId = text.slice(Math.max(0, start), end)
        const before = lineBefore(text, start)
        if (!characters.matches(requestId) || !before.endsWith('\t')) return undefined
        const [day = '', time = '', , , , method = '', host = '', path = '', status = ''] = before.split('\t')
        const dated = /^\d{4}-\d\d-\d\d$/.test(day) && /^[\d:]{8}$/.test(time)
        return {
          requestId,
          start,
          end,
          ...(dated && columns({ time: `${day}T${time}Z`, method, url: `${host}${path}`, status })),
        }
      },
    },
  ],
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Amazon CloudFront', zh: 'Amazon CloudFront' },
}

/** Huawei Cloud Object Storage Service. */
import type { IdForm, Shape, Text, Ticket, Vendor } from './record.js'
import { hex, isTime, timed } from './shared/form.js'
import { body, headers, hostId, isPlain, labels } from './shared/s3.js'

/** Source: https://support.huaweicloud.com/api-obs/obs_04_0013.html. */
export const wire: Vendor = {
  name: 'huawei-obs',
  headers: { requestId: ['x-obs-request-id'], extendedRequestId: ['x-obs-id-2'] },
  body,
}

/** To a client of S3 it writes the names of S3 (OBS S3 API, "Common Response Headers"). */
export const s3: Vendor = {
  name: 'huawei-obs',
  headers,
  body,
  is: (header) => /^OBS/.test(String(header('server'))),
}

/** What the service answers an error with is a result of the SDK too. A result has its ids, an error has none. */
export const shape: Shape = {
  vendor: wire,
  marks: [['CommonMsg']],
  evidence({ CommonMsg }) {
    const { RequestId, Id2, HostId, Status } = Object(CommonMsg)
    return { bodies: () => [{ RequestId, HostId: Id2 || HostId }], statusCode: Status }
  },
}

const name = 'huawei-obs'

/** 32 digits with the milliseconds in twelve of them, at one of four places. */
const digits: IdForm = /* @__PURE__ */ timed(
  /[0-9A-F]{32}/,
  (id) => {
    const places = id.startsWith('0000') ? [4, 3] : [8, 16]
    return places.map((place) => hex(id.slice(place, place + 12))).find(isTime) ?? 0
  },
  (id) => /\d/.test(id),
  { vendor: name },
)

export const forms: readonly IdForm[] = [digits]

export const text: Text = {
  vendor: name,
  hints: /x-obs-|\bobs\b|myhuaweicloud|ObsException|hwclouds|huawei/,
  labels: ['x-obs-request-id'],
  behind: (word) => /^[\dA-F]{32}$/.test(word),
  alike: {
    labels,
    behind: (word, around) => isPlain(word) && digits.matches(word) && around.others()[0] === name,
  },
  claims: (word, around) =>
    digits.matches(word) && (word.startsWith('0000') || around.vendors().includes(name)),
  companions: [{ of: hostId }],
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'Huawei Cloud OBS', zh: '华为云 OBS' },
  hosts: [/^(?:(?<bucket>[\w.-]+)\.)?(?<service>obs)\.(?<region>[\w-]+)\.myhuaweicloud\.(?:com|eu)$/],
}

/** What the ids of one service look like. */
export interface IdForm {
  readonly vendor: string
  /** A regular expression that every engine understands; `matches` also looks at what it decodes to. */
  readonly pattern: string
  /** Whether nothing else is likely to have this form: such an id needs no label beside it. */
  readonly distinct: boolean
  /** @param text one word, without the quotes around it */
  matches(text: string): boolean
  /** The moment in an id of this form: milliseconds since the epoch, 0 where it has none. */
  time?(id: string): number
  /** The server in an id of this form, where it names one: the service's own, never the client. */
  server?(id: string): string
}

/** Times in ids are of these years: 2010 to 2037. */
const FIRST = Date.UTC(2010, 0)
const LAST = Date.UTC(2038, 0)

const isTime = (time: number) => time >= FIRST && time < LAST

const hex = (digits: string) => Number.parseInt(digits, 16)

/** @param is what an id has to be beside matching the pattern */
function form(vendor: string, pattern: string, is?: (id: string) => boolean, more?: Partial<IdForm>): IdForm {
  const whole = new RegExp(`^(?:${pattern})$`)
  return {
    vendor,
    pattern,
    distinct: false,
    matches: (text) => whole.test(text) && (!is || is(text)),
    ...more,
  }
}

/** A form that always holds a time, which has to be a likely one. */
function timed(
  vendor: string,
  pattern: string,
  time: (id: string) => number,
  is?: (id: string) => boolean,
  more?: Partial<IdForm>,
): IdForm {
  return form(vendor, pattern, (id) => isTime(time(id)) && (!is || is(id)), { time, ...more })
}

/** Plain text out of Base64 of either alphabet; empty if it is none. */
export function decodeBase64(text: string): string {
  try {
    return atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  } catch {
    return ''
  }
}

/** The last id of COS and what it decodes to: each is asked for several things in a row. */
let lastId = ''
let lastParts: readonly string[] = []

function cosParts(id: string): readonly string[] {
  if (id !== lastId) {
    lastParts = decodeBase64(id).split('_')
    lastId = id
  }
  return lastParts
}

/**
 * Base64 of four numbers in hex, `time_server_process_count`; in 2017 the second one was shorter. So are all 254
 * public examples; no document of Tencent's describes it.
 */
export const cosForm: IdForm = /* @__PURE__ */ timed(
  'tencent-cos',
  'N[2TWjmz][0-9A-Za-z+/]{9}f[0-9A-Za-z+/]{12,42}={0,2}',
  (id) => hex(cosParts(id)[0]?.slice(0, 8) ?? '') * 1000,
  (id) =>
    /^[\da-f]{8}_[\da-f]{5,8}_[\da-f]{1,8}_[\da-f]{1,8}$/.test(cosParts(id).join('_')) && id.length % 4 === 0,
  {
    distinct: true,
    // An IPv4 address, its bytes in reverse: of 58 ids 33 end in 10 and 12 in 100, none begins so.
    server(id) {
      const address = cosParts(id)[1] ?? ''
      if (address.length < 7) return ''
      const bytes = address.padStart(8, '0').match(/../g) ?? []
      return bytes.map(hex).reverse().join('.')
    },
  },
)

/** 24 digits in upper case, which tells them from the ids of MongoDB; the first eight are the time in seconds. */
export const ossForm: IdForm = /* @__PURE__ */ timed(
  'alibaba-oss',
  '[4-7][0-9A-F]{23}',
  (id) => hex(id.slice(0, 8)) * 1000,
  (id) => /[A-F]/.test(id),
)

/** 16 digits: nanoseconds since the epoch. Source: minio/cmd/generic-handlers.go, addCustomHeaders. */
export const minioForm: IdForm = /* @__PURE__ */ timed(
  'minio',
  '1[0-9A-F]{15}',
  (id) => Math.floor(hex(id) / 1e6),
  (id) => /[A-F]/.test(id),
)

/**
 * 16 characters: until 2020 digits of hex in upper case, since then of Crockford's Base32, which has no I, L, O
 * and U. They hold no time.
 */
export const s3Form: IdForm = /* @__PURE__ */ form(
  'aws-s3',
  '[0-9A-HJKMNP-TV-Z]{16}',
  (id) => /\d/.test(id) && /[A-Z]/.test(id),
)

/** 32 digits with the milliseconds in twelve of them, at one of four places. */
export const obsForm: IdForm = /* @__PURE__ */ timed(
  'huawei-obs',
  '[0-9A-F]{32}',
  (id) => {
    const places = id.startsWith('0000') ? [4, 3] : [8, 16]
    return places.map((place) => hex(id.slice(place, place + 12))).find(isTime) ?? 0
  },
  (id) => /\d/.test(id),
)

/** A count, the time and the gateway, then the zone. Source: ceph/src/rgw/services/svc_zone_utils.cc, unique_trans_id. */
export const cephForm: IdForm = /* @__PURE__ */ form(
  'ceph',
  'tx[0-9a-f]{21}-[0-9a-f]{10}-[0-9a-f]+-[0-9A-Za-z_.-]*[0-9A-Za-z_]',
  undefined,
  { distinct: true, time: (id) => hex(id.split('-')[1] ?? '') * 1000 },
)

/** The time in seconds where 24 digits are in front; then an address and, since 2021, where the server stands. */
export const tosForm: IdForm = /* @__PURE__ */ form(
  'volcengine-tos',
  '[0-9a-f]{15,34}-[0-9a-f]{7,8}-[0-9A-Za-z-]*-tos-[0-9A-Za-z_-]*[0-9A-Za-z_]',
  undefined,
  {
    distinct: true,
    time(id) {
      const time = /^[\da-f]{24}-/.test(id) ? hex(id.slice(16, 24)) * 1000 : 0
      return isTime(time) ? time : 0
    },
  },
)

/** A GUID whose last twelve digits end in six zeros: so are all those of the Storage services that are public. */
export const azureForm: IdForm = /* @__PURE__ */ form(
  'azure-blob',
  '[0-9A-Fa-f]{8}-[0-9A-Fa-f]0[0-9A-Fa-f]{2}-0[0-9A-Fa-f]{3}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{6}0{6}',
)

/** 12 bytes in Base64: a process, and nanoseconds since the epoch, both with the low byte first. */
export const qiniuForm: IdForm = /* @__PURE__ */ timed('qiniu-kodo', '[0-9A-Za-z_-]{16}', (id) => {
  const bytes = decodeBase64(id)
  let nanoseconds = 0
  for (let at = 11; at >= 4; at--) nanoseconds = nanoseconds * 256 + (bytes.charCodeAt(at) || 0)
  return Math.floor(nanoseconds / 1e6)
})

/** Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html. */
export const cloudFrontForm: IdForm = /* @__PURE__ */ form('aws-cloudfront', '[0-9A-Za-z_-]{54}==')

/** What the header `x-guploader-uploadid` holds. All public ones begin with an A. */
export const googleForm: IdForm = /* @__PURE__ */ form('google-cloud-storage', 'A[0-9A-Za-z_-]{59,150}')

/** Of Amazon's services other than S3, such as DynamoDB. */
export const awsForm: IdForm = /* @__PURE__ */ form('aws', '[0-9A-Z]{52}', (id) => /\d/.test(id))

/** A GUID: Amazon's services, Azure's other than Storage, Baidu's and many others have no form of their own. */
export const guidForm: IdForm = /* @__PURE__ */ form(
  'aws',
  '[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}',
)

/** Every form of one vendor alone, the most telling first. */
export const idForms: readonly IdForm[] = [
  cosForm,
  tosForm,
  cephForm,
  ossForm,
  azureForm,
  obsForm,
  minioForm,
  s3Form,
  cloudFrontForm,
  googleForm,
  awsForm,
  qiniuForm,
]

/** What the ids of one service look like. */
export interface IdForm {
  readonly vendor: string
  /**
   * Whether an id has this form. `text` is one word, without the quotes around it.
   */
  matches(text: string): boolean
  /** The moment in an id of this form: milliseconds since the epoch. */
  time?(id: string): number
  /** The server in an id of this form, where it names one. It is the service's own, never the client. */
  server?(id: string): string
  /** Whether nothing else is likely to have this form: such an id needs no label beside it. */
  readonly distinct: boolean
}

/** Ids that hold a time are of these years: 2010 to 2037. */
const FIRST = Date.UTC(2010, 0)
const LAST = Date.UTC(2038, 0)

const isTime = (time: number) => time >= FIRST && time < LAST

/** Plain text out of Base64 of either alphabet; empty if it is none. */
export function decodeBase64(text: string): string {
  try {
    return atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  } catch {
    return ''
  }
}

/**
 * Base64 of four numbers in hex, `time_server_process_count`. The ids of 2017 have a shorter second number.
 * Seen in all 254 public examples; no document of Tencent's describes it.
 */
export const cosForm: IdForm = {
  vendor: 'tencent-cos',
  distinct: true,
  matches: (text) =>
    text.length >= 24 &&
    text.length <= 56 &&
    text.length % 4 === 0 &&
    text.startsWith('N') &&
    /^[\da-f]{8}_[\da-f]{5,8}_[\da-f]{1,8}_[\da-f]{1,8}$/.test(decodeBase64(text)) &&
    isTime(cosForm.time?.(text) ?? 0),
  time: (id) => Number.parseInt(decodeBase64(id).slice(0, 8), 16) * 1000,
  // An IPv4 address, its bytes in reverse: of 58 ids 33 end in 10 and 12 in 100, none begins so.
  server(id) {
    const address = decodeBase64(id).split('_')[1] ?? ''
    if (address.length < 7) return ''
    const bytes = address.padStart(8, '0').match(/../g) ?? []
    return bytes
      .map((byte) => Number.parseInt(byte, 16))
      .reverse()
      .join('.')
  },
}

/** 24 digits in upper case, which tells them from the ids of MongoDB; the first eight are the time in seconds. */
export const ossForm: IdForm = {
  vendor: 'alibaba-oss',
  distinct: false,
  matches: (text) => /^(?=.*[A-F])[4-7][\dA-F]{23}$/.test(text) && isTime(ossForm.time?.(text) ?? 0),
  time: (id) => Number.parseInt(id.slice(0, 8), 16) * 1000,
}

/** Sixteen digits, nanoseconds since the epoch. Source: minio/cmd/generic-handlers.go, addCustomHeaders. */
export const minioForm: IdForm = {
  vendor: 'minio',
  distinct: false,
  matches: (text) => /^(?=.*[A-F])1[\dA-F]{15}$/.test(text) && isTime(minioForm.time?.(text) ?? 0),
  time: (id) => Math.floor(Number.parseInt(id, 16) / 1e6),
}

/**
 * Sixteen characters: until 2020 digits of hex in upper case, since then of Crockford's Base32, which has no I, L, O
 * and U. They hold no time.
 */
export const s3Form: IdForm = {
  vendor: 'aws-s3',
  distinct: false,
  matches: (text) => /^(?=.*\d)(?=.*[A-Z])[\dA-HJKMNP-TV-Z]{16}$/.test(text),
}

/** 32 digits with the milliseconds in twelve of them, at one of three places. */
export const obsForm: IdForm = {
  vendor: 'huawei-obs',
  distinct: false,
  matches: (text) => /^(?=.*\d)[\dA-F]{32}$/.test(text) && isTime(obsForm.time?.(text) ?? 0),
  time(id) {
    const places = id.startsWith('0000') ? [4, 3] : [8, 16]
    const times = places.map((place) => Number.parseInt(id.slice(place, place + 12), 16))
    return times.find(isTime) ?? 0
  },
}

/** A count, the time and the gateway, then the zone. Source: ceph/src/rgw/services/svc_zone_utils.cc, unique_trans_id. */
export const cephForm: IdForm = {
  vendor: 'ceph',
  distinct: true,
  matches: (text) => /^tx[\da-f]{21}-[\da-f]{10}-[\da-f]+-[\w.-]*\w$/.test(text),
  time: (id) => Number.parseInt(id.split('-')[1] ?? '', 16) * 1000,
}

/** The time in seconds where there are 24 digits in front; then an address and, since 2021, where the server stands. */
export const tosForm: IdForm = {
  vendor: 'volcengine-tos',
  distinct: true,
  matches: (text) => /^[\da-f]{15,34}-[\da-f]{7,8}(?:-[\dA-Za-z]+)*-tos-[\w-]*\w$/.test(text),
  time(id) {
    const time = /^[\da-f]{24}-/.test(id) ? Number.parseInt(id.slice(16, 24), 16) * 1000 : 0
    return isTime(time) ? time : 0
  },
}

/** A GUID whose last twelve digits end in six zeros: so are all those of the Storage services that are public. */
export const azureForm: IdForm = {
  vendor: 'azure-blob',
  distinct: false,
  matches: (text) => /^[\da-f]{8}-[\da-f]0[\da-f]{2}-0[\da-f]{3}-[\da-f]{4}-[\da-f]{6}0{6}$/i.test(text),
}

/** 12 bytes in Base64: a process, and nanoseconds since the epoch, both with the low byte first. */
export const qiniuForm: IdForm = {
  vendor: 'qiniu-kodo',
  distinct: false,
  matches: (text) => /^[\w-]{16}$/.test(text) && isTime(qiniuForm.time?.(text) ?? 0),
  time(id) {
    const bytes = decodeBase64(id)
    let nanoseconds = 0
    for (let at = 11; at >= 4; at--) nanoseconds = nanoseconds * 256 + (bytes.charCodeAt(at) || 0)
    return Math.floor(nanoseconds / 1e6)
  },
}

/** Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html. */
export const cloudFrontForm: IdForm = {
  vendor: 'aws-cloudfront',
  distinct: false,
  matches: (text) => /^[\w-]{54}==$/.test(text),
}

/** Every form, the most telling first. */
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
  qiniuForm,
]

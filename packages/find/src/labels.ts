import {
  alibabaOss,
  alibabaSls,
  alibabaSts,
  aws,
  awsCloudFront,
  azureBlob,
  baiduBos,
  googleCloudStorage,
  huaweiObs,
  qiniuKodo,
  tencentCos,
  type Vendor,
  volcengineTos,
} from '@requestid/core'

/** What the words before a value say of it. */
export interface Label {
  /** The vendor whose header it names. */
  readonly vendor?: string
  /** Whether many programs use these words for ids of their own. */
  readonly weak: boolean
}

const vendors: readonly Vendor[] = [
  tencentCos,
  alibabaOss,
  alibabaSls,
  alibabaSts,
  awsCloudFront,
  volcengineTos,
  huaweiObs,
  baiduBos,
  azureBlob,
  qiniuKodo,
  googleCloudStorage,
  aws,
]

/** Header names with nothing between their words: programs print `XCosRequestId` and `http_x_cos_request_id` too. */
const headers = new Map(
  vendors.flatMap(({ name, headers }) => (headers.requestId ?? []).map((header) => [squeeze(header), name])),
)
const longest = [...headers.keys()].sort((a, b) => b.length - a.length)

export function squeeze(name: string): string {
  return name.replace(/[^\da-z]/gi, '').toLowerCase()
}

/** Words for ids that the client, a proxy or the application made, in front of `request id`. */
const OTHERS =
  /client|invocation|correlation|parent|session|trace|original|incoming|github|kong|heroku|^xrequestid$|http|graphql|openai|anthropic|^cf|lambda|apigw|gateway|internal|user|job|task|message|event|purchase|pull|access|friend|join|payment|merge|approval|leave|feature|signature|certificate/

/**
 * @param name the whole word that ends in `request id`, in any spelling
 * @param before the text in front of it
 */
export function readLabel(name: string, before: string): Label | undefined {
  const squeezed = squeeze(name)
  const header = longest.find((header) => squeezed.endsWith(header))
  if (header) return { vendor: headers.get(header) ?? '', weak: false }
  if (squeezed.startsWith('extended') || /extended[\s_-]*$/i.test(before)) return undefined
  // Lambda writes its invocations with these words.
  if (/\b(?:START|END|REPORT)\s$/.test(before)) return { weak: true }
  const words = squeezed === name.toLowerCase() ? squeeze(/([a-z]+)[ _-]$/i.exec(before)?.[1] ?? '') : ''
  return { weak: OTHERS.test(squeezed) || OTHERS.test(words) }
}

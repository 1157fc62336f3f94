import { services } from '@requestid/core/plugin'

/** What the words before a value say of it. */
export interface Label {
  /** The vendor whose header it names. */
  readonly vendor?: string
  /** Whether many programs use these words for ids of their own. */
  readonly weak: boolean
}

/** Header names with nothing between their words: programs print `XCosRequestId` and `http_x_cos_request_id` too. */
const headers = new Map([
  ...services.flatMap(({ name, headers }) =>
    (headers.requestId ?? []).map((header): [string, string] => [squeeze(header), name]),
  ),
  // Rust's SDK, the metrics of Java's, and Lambda to its functions.
  ['awsrequestid', 'aws'],
])
const longest = [...headers.keys()].sort((a, b) => b.length - a.length)

function squeeze(name: string): string {
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
  const vendor = vendorOf(name)
  if (vendor) return { vendor, weak: false }
  const squeezed = squeeze(name)
  if (squeezed.startsWith('extended') || /extended[\s_-]*$/i.test(before)) return undefined
  // Lambda writes its invocations with these words.
  if (/\b(?:START|END|REPORT)\s$/.test(before)) return { weak: true }
  const words = squeezed === name.toLowerCase() ? squeeze(/([a-z]+)[ _-]$/i.exec(before)?.[1] ?? '') : ''
  return { weak: OTHERS.test(squeezed) || OTHERS.test(words) }
}

/** A text has few labels, and has them often. */
const known = new Map<string, string>()

/** The vendor whose header a name is; empty if it is none's. */
function vendorOf(name: string): string {
  const before = known.get(name)
  if (before !== undefined) return before
  const squeezed = squeeze(name)
  const header = longest.find((header) => squeezed.endsWith(header))
  const vendor = header ? (headers.get(header) ?? '') : ''
  if (known.size > 1000) known.clear()
  known.set(name, vendor)
  return vendor
}

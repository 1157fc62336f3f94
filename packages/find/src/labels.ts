/** What a label says of the word behind it. */
import { type Claim, forms, texts } from '@requestid/vendors'

/** What the words before a value say of it. */
export interface Label {
  /** The header that it names. */
  readonly header?: Header
  /** Whether many programs use these words for ids of their own. */
  readonly weak: boolean
}

/** A header of the id. */
interface Header {
  /** The vendor whose it is. */
  readonly vendor: string
  /** Whose a word behind it may be: that vendor's, or that of another one which writes it too. */
  readonly claims: readonly (readonly [vendor: string, claim: Claim])[]
}

const isWord: Claim = (word) => /\d/.test(word) && /^[\w+/=-]+$/.test(word)

/** Header names with nothing between their words: programs print `XCosRequestId` and `http_x_cos_request_id` too. */
const headers = new Map<string, Header>(
  texts.flatMap(({ vendor, labels = [] }) =>
    labels.map((label) => {
      const claims = texts.flatMap(({ vendor, known, labels, behind, alike }) => {
        const own: Claim = known
          ? (word) => forms[vendor]?.some((form) => form.matches(word)) ?? false
          : isWord
        const claim = labels?.includes(label)
          ? (behind ?? own)
          : alike?.labels.includes(label) && alike.behind
        return claim ? [[vendor, claim] as const] : []
      })
      return [squeeze(label), { vendor, claims }]
    }),
  ),
)
const longest = [...headers.keys()].sort((a, b) => b.length - a.length)

function squeeze(name: string): string {
  return name.replace(/[^\da-z]/gi, '').toLowerCase()
}

/** Words for ids that the client, a proxy or the application made, in front of `request id`. */
const OTHERS =
  /client|invocation|correlation|parent|session|trace|original|incoming|github|kong|heroku|^xrequestid$|http|graphql|openai|anthropic|^cf|apigw|gateway|internal|user|job|task|message|event|purchase|pull|access|friend|join|payment|merge|approval|leave|feature|signature|certificate/
const OTHER = new RegExp(`^(?:${OTHERS.source})$`, 'i')

/**
 * @param name the whole word that ends in `request id`, in any spelling
 * @param before the text in front of it
 */
export function readLabel(name: string, before: string): Label | undefined {
  const header = headerOf(name)
  if (header) return { header, weak: false }
  const squeezed = squeeze(name)
  if (squeezed.startsWith('extended') || /(?:extended[\s_-]*|扩展)$/i.test(before)) return undefined
  // As a whole: in `AccessDenied RequestId` it is an error code.
  const word = squeezed === name.toLowerCase() ? (/([a-z]+)[ _-]$/i.exec(before)?.[1] ?? '') : ''
  return { weak: OTHERS.test(squeezed) || OTHER.test(word) }
}

/** A text has few labels, and has them often. */
const known = new Map<string, Header | undefined>()

/** The header that a name is, in any spelling. */
function headerOf(name: string): Header | undefined {
  const before = known.get(name)
  if (before || known.has(name)) return before
  const squeezed = squeeze(name)
  const spelled = longest.find((spelled) => squeezed.endsWith(spelled))
  const header = spelled === undefined ? undefined : headers.get(spelled)
  if (known.size > 1000) known.clear()
  known.set(name, header)
  return header
}

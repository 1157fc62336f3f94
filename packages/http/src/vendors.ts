/** The options of every function of this package, and which services may answer. */
import {
  allVendors,
  checkOptions,
  everyVendor,
  isObject,
  type Registration,
  type RequestIdOptions,
  type Vendor,
} from '@requestid/core/plugin'
import { awsCloudfront, cloudflare } from '@requestid/vendors'

/** A service that the package does not know, such as one of your own. */
export interface OwnVendor {
  /** What `getRequestInfo(response).vendor` says. */
  readonly name: string
  /** The headers that carry the id, in lower case; the first one that a response has counts. */
  readonly headers: { readonly requestId: readonly string[] }
}

/** Options of every function of this package. */
export interface HttpOptions<Name extends string = string> extends RequestIdOptions<Name> {
  /**
   * The services that may answer: names such as `'tencent-cos'`, or records of others. Then any header that they write
   * counts, and so do the first service's names in bodies. By default the package looks for all known services: a header
   * counts if only one service writes it, or if the id has the form of a known service. If there is no other id, that of
   * a content delivery network counts.
   */
  readonly vendors?: readonly (string | OwnVendor)[] | undefined
}

export interface HttpRegistration extends Registration {
  /** Whether the body of a response may have the id, if the headers have none. */
  readsBody(status: number): boolean
}

/** For a response that names no service: the names that clouds have in common. */
const unknown: Vendor = {
  name: 'unknown',
  headers: {},
  body: {
    requestId: ['RequestId', 'RequestID'],
    extendedRequestId: ['HostId'],
    traceId: ['TraceId'],
    ec: ['EC'],
  },
}

/** @throws TypeError for an unknown option or vendor, and for one of the wrong type */
export function registrationOf(given?: HttpOptions | null): HttpRegistration {
  const { vendors: chosen, ...rest }: HttpOptions = Object(given)
  const options = checkOptions(rest)
  const named = chosen && vendorsOf(chosen)
  const fallback = named?.[0] || unknown
  return {
    options,
    // A service that imitates another comes before it, in whichever order the user lists them.
    vendors: named
      ? (named.slice().sort((a, b) => Number(!a.is) - Number(!b.is)) as [Vendor, ...Vendor[]])
      : [...everyVendor(), awsCloudfront, cloudflare],
    fallback,
    evidence: () => ({}),
    readsBody: (status) => status >= 300 || (fallback !== unknown && !fallback.headers.requestId),
  }
}

function vendorsOf(chosen: readonly (string | OwnVendor)[]): Vendor[] {
  const known = allVendors()
  const found = (Array.isArray(chosen) ? chosen : []).flatMap((each: unknown): Vendor[] => {
    if (!isObject(each)) return known.filter(({ name }) => name === each)
    const { name, headers } = each as unknown as OwnVendor
    return typeof name === 'string' && Array.isArray(headers?.requestId) ? [{ name, headers, body: {} }] : []
  })
  const names = [...new Set(found.map(({ name }) => name))]
  if (!names.length || names.length < new Set(chosen).size) {
    const all = [...new Set(known.map(({ name }) => name))].sort()
    throw new TypeError(
      `requestid: got an unknown vendor; pass some of ${all.join(', ')}, or records of others.`,
    )
  }
  return found
}

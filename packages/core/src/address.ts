/** Reads where a request went out of its host and path. */
import type { Address } from '@requestid/vendors'

/**
 * A host that fits none of the forms, such as a custom domain or an address, says nothing: its path may or may not begin
 * with a bucket.
 * @param forms how the vendors' hosts are made up
 * @param host may have a port
 * @param path as it was sent, percent-encoded; a query is dropped
 */
export function readAddress(forms: readonly RegExp[], host: string, path = ''): Address {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  for (const form of forms) {
    const groups = form.exec(name)?.groups
    if (!groups) continue
    const { service, other, region } = groups
    const address: Address = {}
    if (region) address.region = region
    if (other) {
      address.service = other
      return address
    }
    if (service) address.service = service
    const segments = String(path.split(/[?#]/, 1)[0]).replace(/^\//, '').split('/')
    const bucket = groups.bucket || decode(String(segments.shift()))
    if (bucket) address.bucket = bucket
    const key = decode(segments.join('/'))
    if (key) address.key = key
    return address
  }
  return {}
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

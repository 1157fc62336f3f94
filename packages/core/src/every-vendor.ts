/** All services whose ids are known, in the order in which a response is asked. */
import { forms, wires } from '@requestid/vendors'
import { s3Vendors } from './s3-vendors.js'
import type { Vendor } from './vendor.js'

/** With several records of one service where it writes its ids in several ways: who imitates S3 comes before S3. */
export function allVendors(): readonly Vendor[] {
  return [...new Set([...wires.filter(({ is }) => is), ...s3Vendors, ...wires])]
}

/** Those whose headers tell of them by themselves: names that others write too count by the form of the id alone. */
export function everyVendor(): readonly [Vendor, ...Vendor[]] {
  return allVendors()
    .filter(({ proxy }) => !proxy)
    .map(onlyOwn) as [Vendor, ...Vendor[]]
}

function onlyOwn(vendor: Vendor): Vendor {
  if (!vendor.shared) return vendor
  const own = (forms[vendor.name] || []).filter((form) => form.vendor === vendor.name)
  const isOwn = (id: unknown) => own.some((form) => form.matches(String(id)))
  const names = vendor.headers.requestId || []
  return { ...vendor, is: (header) => vendor.is?.(header) || names.some((name) => isOwn(header(name))) }
}

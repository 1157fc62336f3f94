// What a plugin's test/page.ts says: how a page calls its SDK.
import type { TestServer, Vendor } from '@requestid/testing'

/** A client in a page, which makes one call that succeeds and one that fails. */
export interface Sample {
  readonly vendor: Vendor
  readonly sdk: string
  readonly entry: string
  readonly options: (server: TestServer) => object
  /** The header that a page of another origin has to be shown. */
  readonly idHeader: string
  /** Whether Rollup takes it without one more plugin, and in seconds. */
  readonly rollup?: boolean
}

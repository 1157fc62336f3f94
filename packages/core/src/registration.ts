/** What a plugin says of its SDK: which services answer, and what outcomes look like. */
import type { Evidence } from '@requestid/vendors'
import type { RequestIdOptions } from './options.js'
import type { Vendor } from './vendor.js'

export type { Evidence }

/** What a plugin knows of a client for as long as it is registered. */
export interface Registration {
  readonly options: RequestIdOptions
  /** The services this client can talk to, in the order in which a response's headers are asked for them. Never empty. */
  readonly vendors: readonly [Vendor, ...Vendor[]]
  /** The one that is named where no response tells. Default: the first. */
  readonly fallback?: Vendor
  /**
   * Whether what stands under `requestId` of an error is no id and was put there by the SDK, such as `undefined` or a
   * count: it gives way, or goes where there is no id. Everything else that is there stays.
   * @param id what is to stand there
   */
  readonly misusesRequestId?: (error: Record<PropertyKey, unknown>, id: string | undefined) => boolean
  /** Whether the SDK may send an outcome back to the service: then `requestId` is not enumerable. */
  readonly isSentBack?: (outcome: object) => boolean
  /** What this SDK's outcomes look like. Called with objects only; may throw. */
  readonly evidence: (outcome: Record<PropertyKey, unknown>) => Evidence
}

/** Takes what plugins say of outcomes that they do not see. */
import type { Shape } from '@requestid/vendors'
import { decide } from './decide.js'
import type { Vendor } from './vendor.js'

/** How an outcome is read. */
export interface Known {
  readonly vendors: readonly [Vendor, ...Vendor[]]
  /** Here, so that a page without a plugin has none. */
  readonly decide: typeof decide
}

export interface Knowledge {
  readonly shapes: Map<Shape, Known>
  /** Where libraries keep the error that theirs wraps, besides `cause`. */
  wrappedBy(object: object): readonly unknown[]
}

export const known: Knowledge = { shapes: /* @__PURE__ */ new Map(), wrappedBy: () => [] }

/**
 * Lets `getRequestId` and the like read outcomes of an SDK that no plugin saw in a page, as they do of all in Node. A
 * plugin calls it when a client is registered.
 * @param shape a constant: what is learnt is kept
 * @param vendors the services that may answer
 */
export function learn(shape: Shape, vendors: readonly [Vendor, ...Vendor[]] = [shape.vendor]): void {
  if (!known.shapes.has(shape)) known.shapes.set(shape, { vendors, decide })
}

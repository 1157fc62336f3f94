/** Tells the developer of a page which header the bucket's CORS rule has to expose. */
import type { Registration } from './registration.js'

const advised = new WeakSet<Registration>()

/** Call in a browser where a response shows no id: with the option `debug` it says once for a client what to do. */
export function adviseExposing(registration: Registration): void {
  if (!registration.options.debug || advised.has(registration)) return
  advised.add(registration)
  const [header] = registration.vendors[0].headers.requestId || []
  console.warn(
    `requestid: a response shows no request id to this page. The CORS rule of its bucket lacks <ExposeHeader>${header}</ExposeHeader>.`,
  )
}

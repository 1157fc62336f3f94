/** The ids of S3. */
import { randomBytes, randomInt } from 'node:crypto'
import type { IssuedIds } from './dialect.js'

// Drawn once for each copy of this module, so that ids stay unique across worker threads, which share a pid.
const WORKER = randomInt(32 ** 7, 32 ** 8).toString(32)
let issued = randomInt(32 ** 7, 32 ** 8 / 2)

/** Sixteen digits and capitals, and the host that answered, which nobody outside can read. */
export function mintIds(): IssuedIds {
  const requestId = (WORKER + (++issued).toString(32)).toUpperCase()
  return { requestId, extendedRequestId: randomBytes(56).toString('base64') }
}

/** The ids of COS. */
import { randomBytes, randomInt } from 'node:crypto'
import type { IssuedIds } from './dialect.js'

// Drawn once for each copy of this module, so that ids stay unique across worker threads, which share a pid.
const WORKER = randomBytes(2).toString('hex')
let issued = randomInt(0x10000, 0x80000)

/** Base64 of the time in seconds, the front end's IPv4 address (bytes reversed), a process and a count, in hex. */
export function mintIds(): IssuedIds {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  const fields = [seconds.padStart(8, '0'), '0100007f', WORKER, (++issued).toString(16).padStart(5, '0')]
  const trace = `8efc6b2d3b069ca89454d10b9ef00187${randomBytes(48).toString('hex')}`
  return { requestId: toBase64(fields.join('_')), traceId: toBase64(trace) }
}

const toBase64 = (value: string) => Buffer.from(value).toString('base64')

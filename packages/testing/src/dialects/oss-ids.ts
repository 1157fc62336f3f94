/** The ids of OSS. */
import { randomBytes, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { IssuedIds } from './dialect.js'

// Drawn once for each copy of this module, so that ids stay unique across worker threads, which share a pid.
const WORKER = randomBytes(4).toString('hex')
let issued = randomInt(0x10000000, 0x80000000)

const hexadecimal = (value: number) => value.toString(16).padStart(8, '0')

/** The time in seconds, a process and a count, in 24 hexadecimal digits of upper case. */
export function mintIds(): IssuedIds {
  const seconds = hexadecimal(Math.floor(Date.now() / 1000))
  return { requestId: `${seconds}${WORKER}${hexadecimal(++issued)}`.toUpperCase() }
}

const CAUSES: Readonly<Record<string, string>> = {
  AccessDenied: '0003-00000001',
  InvalidAccessKeyId: '0002-00000902',
  NoSuchBucket: '0015-00000101',
  NoSuchKey: '0026-00000001',
}

/** The id of the cause that an error code most often has. A code not known here gets an id of the same form. */
export const causeOf = (code: string) =>
  CAUSES[code] ?? `0099-${String(crc32(code) % 1_0000_0000).padStart(8, '0')}`

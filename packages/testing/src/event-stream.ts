/** Messages of an event stream of S3. */
import { crc32 } from 'node:zlib'

const STRING_HEADER = 7

function encodeHeader([name, value]: [string, string]): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(Buffer.byteLength(value))
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    Buffer.from([STRING_HEADER]),
    length,
    Buffer.from(value),
  ])
}

/**
 * One message of the event stream that COS, like S3, answers a select with:
 * total length, header length and their CRC, the headers, the payload, and the CRC of it all.
 */
export function encodeMessage(
  headers: Record<string, string>,
  payload: Uint8Array = new Uint8Array(),
): Buffer {
  const headerBytes = Buffer.concat(Object.entries(headers).map(encodeHeader))
  const message = Buffer.alloc(12 + headerBytes.length + payload.length + 4)
  message.writeUInt32BE(message.length, 0)
  message.writeUInt32BE(headerBytes.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  message.set(headerBytes, 12)
  message.set(payload, 12 + headerBytes.length)
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4)
  return message
}

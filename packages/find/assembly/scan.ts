// Finds, at the speed of memory, the places in bytes that are worth a look: those of ../src/anchors.ts, and a few
// more. The first three bytes of a place select it, 16 at a time; a byte's two halves are looked up in tables with
// a bit per kind of place (the method of "Teddy" in Hyperscan). What is selected is then compared byte by byte.
//
// Compiled with AssemblyScript by scripts/build-scan.mjs of this package; the result stands in src/scan.wasm.ts.

/** How many places there is room for; each is an offset and a line. */
const ROOM: u32 = 65536

const LOW0 = memory.data(16)
const HIGH0 = memory.data(16)
const LOW1 = memory.data(16)
const HIGH1 = memory.data(16)
const LOW2 = memory.data(16)
const HIGH2 = memory.data(16)

/** Where the places are written: pairs of 32 bits. */
export function places(): usize {
  return (__heap_base + 63) & ~63
}

/** From where on the memory is free. */
export function free(): usize {
  return places() + ROOM * 8
}

let lines: u32 = 0

/** How many line feeds the last scan has passed. */
export function passedLines(): u32 {
  return lines
}

/** Lets bytes, up to eight in one number, stand in the place that the two tables are of. */
function allow(low: usize, high: usize, bytes: u64, bucket: u32): void {
  const bit = <u8>((<u32>1) << bucket)
  for (; bytes; bytes >>= 8) {
    const byte = <u32>bytes & 255
    const l = low + (byte & 15)
    const h = high + (byte >> 4)
    store<u8>(l, load<u8>(l) | bit)
    store<u8>(h, load<u8>(h) | bit)
  }
}

function kind(bucket: u32, first: u64, second: u64, third: u64): void {
  allow(LOW0, HIGH0, first, bucket)
  allow(LOW1, HIGH1, second, bucket)
  allow(LOW2, HIGH2, third, bucket)
}

function thirdFrom(bucket: u32, byte: u32, to: u32): void {
  for (; byte <= to; byte++) allow(LOW2, HIGH2, byte, bucket)
}

/** Fills the tables. */
export function prepare(): void {
  kind(0, 0x5272, 0x4565, 0x5171) // request id, in either case
  kind(1, 0x4e, 0x3254576a6d7a, 0x2b2f) // N and 2 T W j m z: an id of COS in Base64
  thirdFrom(1, 0x30, 0x39)
  thirdFrom(1, 0x41, 0x5a)
  thirdFrom(1, 0x61, 0x7a)
  kind(2, 0x74, 0x78, 0) // tx and hex: Ceph
  thirdFrom(2, 0x30, 0x39)
  thirdFrom(2, 0x61, 0x66)
  kind(3, 0x22, 0x34353637, 0) // a quote, 4 to 7 and hex: an OSS access log
  thirdFrom(3, 0x30, 0x39)
  thirdFrom(3, 0x41, 0x46)
  kind(4, 0x20, 0x52535742, 0x454f4133) // " REST.", " SOAP.", " WEBSITE.", " BATCH.", " S3."
  kind(5, 0x3d, 0x3d, 0x09) // "==\t": CloudFront
  kind(6, 0x56635a, 0x7858, 0x645646) // VxdWVzdE, cXVlc3RJ, ZXF1ZXN0S: Base64 of equestI
  kind(7, 0x43634767e6, 0x46665575b1, 0x2d507082) // cf-id, guploader, and "request" in Chinese
}

/**
 * Looks at the bytes from one address to another; behind them there must be 128 more that may be read.
 * @param har whether to give a HAR entry's `"request"` too
 * @returns how many places there are, at most as many as there is room for; then the scan has to go on behind the last
 */
export function scan(from: usize, to: usize, har: bool): u32 {
  const low0 = v128.load(LOW0)
  const high0 = v128.load(HIGH0)
  const low1 = v128.load(LOW1)
  const high1 = v128.load(HIGH1)
  const low2 = v128.load(LOW2)
  const high2 = v128.load(HIGH2)
  const half = i8x16.splat(15)
  const feed = i8x16.splat(10)
  const found = places()
  let count: u32 = 0
  let line: u32 = 0
  let at = from
  for (; at < to; at += 16) {
    const here = v128.load(at)
    const next = v128.load(at, 1)
    const next2 = v128.load(at, 2)
    let match = v128.and(
      v128.swizzle(low0, v128.and(here, half)),
      v128.swizzle(high0, v128.shr<u8>(here, 4)),
    )
    match = v128.and(match, v128.swizzle(low1, v128.and(next, half)))
    match = v128.and(match, v128.swizzle(high1, v128.shr<u8>(next, 4)))
    match = v128.and(match, v128.swizzle(low2, v128.and(next2, half)))
    match = v128.and(match, v128.swizzle(high2, v128.shr<u8>(next2, 4)))
    const feeds = v128.bitmask<i8>(v128.eq<i8>(here, feed))
    if (v128.any_true(match)) {
      let lanes = ~v128.bitmask<i8>(v128.eq<i8>(match, i8x16.splat(0))) & 0xffff
      while (lanes) {
        const lane = ctz(lanes)
        lanes &= lanes - 1
        const place = at + lane
        if (place >= to) break
        if (!verify(place, har)) continue
        const pair = found + count * 8
        store<u32>(pair, <u32>(place - from))
        store<u32>(pair, line + popcnt(feeds & ((1 << lane) - 1)), 4)
        count++
        if (count == ROOM) {
          lines = load<u32>(pair, 4)
          return count
        }
      }
    }
    line += popcnt(feeds)
  }
  lines = line
  return count
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function lower(at: usize): u32 {
  return load<u8>(at) | 0x20
}

function isBase64(byte: u32): bool {
  return isAlphanumeric(byte) || byte == 0x2b || byte == 0x2f
}

function isAlphanumeric(byte: u32): bool {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a)
}

function isHex(byte: u32, letter: u32): bool {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= letter && byte < letter + 6)
}

function verify(at: usize, har: bool): bool {
  switch (load<u8>(at)) {
    case 0x52:
    case 0x72:
      return label(at, har)
    case 0x4e:
      return cos(at)
    case 0x74:
      return ceph(at)
    case 0x22:
      return oss(at)
    case 0x20:
      return s3(at)
    case 0x3d:
      return load<u16>(at, 1) == 0x093d
    case 0x56:
      return load<u64>(at) == 0x45647a5657647856 // VxdWVzdE
    case 0x63:
    case 0x43:
      return load<u64>(at) == 0x4a5233636c565863 || cloudFront(at) // cXVlc3RJ
    case 0x5a:
      return load<u64>(at) == 0x304e585a3146585a && load<u8>(at, 8) == 0x53 // ZXF1ZXN0 S
    case 0x67:
    case 0x47:
      return lower(at + 2) == 0x70 && lower(at + 3) == 0x6c // guploader
    case 0xe6:
      return load<u16>(at, 1) == 0x82b1
    default:
      return false
  }
}

/** req(uest)?[ _.\t-]?id, or "request" in a HAR file */
function label(at: usize, har: bool): bool {
  if (lower(at + 1) != 0x65 || lower(at + 2) != 0x71) return false
  let end = at + 3
  if (lower(end) == 0x75 && lower(end + 1) == 0x65 && lower(end + 2) == 0x73 && lower(end + 3) == 0x74) end += 4
  const separator = load<u8>(end)
  if (separator == 0x22) return har && load<u8>(at - 1) == 0x22
  if (separator == 0x20 || separator == 0x5f || separator == 0x2e || separator == 9 || separator == 0x2d) end++
  return lower(end) == 0x69 && lower(end + 1) == 0x64 && !isAlphanumeric(load<u8>(end, 2)) && leads(at, end + 2)
}

/**
 * Whether what stands behind a label may be an id, or may stand before one. Prose has neither: its next word is of
 * letters alone, has more than three of them, and stands between spaces. Other ids are shorter than any vendor's.
 */
function leads(label: usize, at: usize): bool {
  const limit = at + 48
  while (at < limit && !isAlphanumeric(load<u8>(at))) at++
  const before = load<u8>(at - 1)
  const word = at
  while (isLetter(load<u8>(at))) at++
  const after = load<u8>(at)
  if (at - word >= 4 && at - word <= 14 && isSpace(before) && (isSpace(after) || after == 0x2c || after == 0x2e)) {
    return false
  }
  while (isAlphanumeric(load<u8>(at)) || load<u8>(at) == 0x2d || load<u8>(at) == 0x5f) at++
  if (at - word >= 15 || at == word) return true
  // A number, a short id; but the line may go on below, and escapes of many kinds hold digits.
  const next = load<u8>(at)
  const plain = next == 0x20 || next == 0x22 || next == 0x27 || next == 0x2c || next == 0x3b || next == 0x5d || next == 0x7d || next == 0x29 || next == 0x26
  if (!plain || before == 0x23 || before == 0x5c || before == 0x25) return true
  let digits = false
  for (let index = word; index < at; index++) digits = digits || isDigit(load<u8>(index))
  // Behind a header of an unknown service it may be short.
  return !digits || (at - word >= 8 && load<u8>(label - 1) == 0x2d)
}

function isSpace(byte: u32): bool {
  return byte == 0x20 || byte == 10
}

function isDigit(byte: u32): bool {
  return byte >= 0x30 && byte <= 0x39
}

function isLetter(byte: u32): bool {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
}

/** What Base64 makes of the three underscores' places; the first one is always the ninth byte. */
function cos(at: usize): bool {
  if (load<u8>(at, 11) != 0x66) return false
  if (load<u8>(at, 23) == 0x66 || load<u8>(at, 19) == 0x66 || load<u8>(at, 20) == 0x58) return true
  return load<u8>(at, 22) == 0x38 || load<u8>(at, 22) == 0x39
}

function ceph(at: usize): bool {
  for (let index = 2; index < 23; index++) if (!isHex(load<u8>(at + index), 0x61)) return false
  return load<u8>(at, 23) == 0x2d
}

function oss(at: usize): bool {
  for (let index = 2; index < 25; index++) if (!isHex(load<u8>(at + index), 0x41)) return false
  return load<u8>(at, 25) == 0x22
}

function s3(at: usize): bool {
  const word = load<u32>(at, 1)
  if (word == 0x54534552 || word == 0x50414f53) return load<u8>(at, 5) == 0x2e // REST. SOAP.
  if (word == 0x53424557) return load<u32>(at, 5) == 0x2e455449 // WEBSITE.
  if (word == 0x43544142) return load<u16>(at, 5) == 0x2e48 // BATCH.
  return (word & 0xffffff) == 0x2e3353 // S3.
}

/** Behind x-amz- */
function cloudFront(at: usize): bool {
  return lower(at + 1) == 0x66 && load<u8>(at, 2) == 0x2d && lower(at + 3) == 0x69 && lower(at + 4) == 0x64
}

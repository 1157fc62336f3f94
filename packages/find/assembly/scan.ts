// Finds, at the speed of memory, the places in bytes that are worth a look: those of ../src/anchors.ts, but for such
// as no id can stand at. Two rare bytes of a place select it, 16 at a time; a byte's two halves are looked up in
// tables with a bit per kind of place (the method of "Teddy" in Hyperscan). Of what is selected two more bytes are
// looked up; what is left is compared, one by one.
//
// Compiled with AssemblyScript by scripts/build-scan.mjs of this package; the result stands in src/scan.wasm.ts.

/** How many places there is room for: pairs of an offset, which may be negative, and a line. */
const ROOM: u32 = 65536

// For the first byte of a place, the second, the third and the seventh.
const TABLES = memory.data(128)
const LOW0 = TABLES
const HIGH0 = TABLES + 16
const LOW1 = TABLES + 32
const HIGH1 = TABLES + 48
const LOW2 = TABLES + 64
const HIGH2 = TABLES + 80
const LOW6 = TABLES + 96
const HIGH6 = TABLES + 112

/** Where the places are written. */
export function places(): usize {
  return (__heap_base + 63) & ~63
}

/** From where on the memory is free. */
export function free(): usize {
  return places() + ROOM * 8 + 64
}

let lines: u32 = 0

/** How many line feeds the last scan has passed. */
export function passedLines(): u32 {
  return lines
}

let passed: u32 = 0

/** How many bytes the last scan has passed. */
export function passedBytes(): u32 {
  return passed
}

/** Lets bytes with these halves stand in the place that the two tables are of. */
function allow(low: usize, high: usize, bits: u32, bucket: u32): void {
  const bit = <u8>((<u32>1) << bucket)
  for (let half: u32 = 0; half < 16; half++) {
    if (bits & (1 << half)) store<u8>(low + half, load<u8>(low + half) | bit)
    if (bits & (0x10000 << half)) store<u8>(high + half, load<u8>(high + half) | bit)
  }
}

/** The halves of bytes: bits 0 to 15 are the lower ones, 16 to 31 the upper ones. */
function halves(bytes: u64): u32 {
  let bits: u32 = 0
  for (; bytes; bytes >>= 8) bits |= (1 << (<u32>bytes & 15)) | (0x10000 << ((<u32>bytes >> 4) & 15))
  return bits
}

const ANY: u32 = 0xffffffff

/** The first two bytes of a kind of place, and the halves of the third and of the seventh. */
function kind(bucket: u32, first: u64, second: u64, third: u32, seventh: u32): void {
  allow(LOW0, HIGH0, halves(first), bucket)
  allow(LOW1, HIGH1, halves(second), bucket)
  allow(LOW2, HIGH2, third, bucket)
  allow(LOW6, HIGH6, seventh, bucket)
}

/** Fills the tables. Kinds share a bit where what else that lets through is rare. */
export function prepare(har: bool): void {
  memory.fill(TABLES, 0, 128)
  const hexLower = halves(0x3736353433323130) | halves(0x6665646362613938)
  const hexUpper = halves(0x3736353433323130) | halves(0x4645444342413938)
  // The third of four: a digit's lower half, and whether a digit or a letter follows.
  const base64 = halves(0x4e4d4a4946454241) | halves(0x64635a5956555251) | halves(0x6c6b6867)
  const operation = halves(0x4847464544434241) | halves(0x504f4e4d4c4b4a49) | halves(0x5a2e)
  // reQuest, then i or d of id; behind HAR's "request" a colon or a space
  kind(0, 0x5171, 0x7555, halves(0x6545), halves(0x69496444) | (har ? halves(0x3a200a0d09) : 0))
  kind(1, 0x5171, 0x202d2e5f096949, halves(0x6949644420), ANY) // reQid, reQ id
  kind(2, 0x4e, 0x3254576a6d7a, base64, base64) // N and 2 T W j m z: an id of COS
  kind(2, 0x4d, 0x65, halves(0x74), halves(0x20)) // Method completed
  kind(3, 0x74, 0x78, hexLower, hexLower) // tx: Ceph
  kind(4, 0x22, 0x34353637, hexUpper, hexUpper) // a quote and 4 to 7: an OSS access log
  kind(4, 0xa5c7b283b1, 0xc8f3ad8882, halves(0x694920), ANY) // the end of "request" in other languages, and ID
  kind(4, 0x7959, 0x202d5f, halves(0x4969), ANY) // Ray ID: Cloudflare
  kind(5, 0x5450454853, 0x2e33, operation, ANY) // resT. soaP. websitE. batcH. S3
  kind(6, 0x2c3d2d, 0x4952097555, ANY, ANY) // =\t: CloudFront; -u in x-guploader-uploadid; ,Rid; Anforderungs-ID
  // VxdWVzdE, cXVlc3RJ, ZXF1ZXN0S: Base64 of equestI; cf-id, cf-ray
  kind(7, 0x78586343, 0x56466466, halves(0x576c312d), ANY)
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function look(bytes: v128, low: v128, high: v128): v128 {
  const half = i8x16.splat(15)
  return v128.and(v128.swizzle(low, v128.and(bytes, half)), v128.swizzle(high, v128.and(v128.shr<u16>(bytes, 4), half)))
}

/** Which of 16 places are places by their third and their seventh byte too. */
function refine(match: v128, at: usize): u32 {
  const third = look(v128.load(at, 2), v128.load(LOW2), v128.load(HIGH2))
  const seventh = look(v128.load(at, 6), v128.load(LOW6), v128.load(HIGH6))
  const left = v128.and(match, v128.and(third, seventh))
  return ~v128.bitmask<i8>(v128.eq<i8>(left, i8x16.splat(0))) & 0xffff
}

/**
 * Looks at the bytes from one address to another; before them there must be 16 and behind them 128 that may be read.
 * @param har whether to give a HAR entry's `"request"` too; `prepare` has to be called with the same before
 * @returns how many places there are; where there is no room for more, the scan has to go on where it has passed
 */
export function scan(from: usize, to: usize, har: bool): u32 {
  const low0 = v128.load(LOW0)
  const high0 = v128.load(HIGH0)
  const low1 = v128.load(LOW1)
  const high1 = v128.load(HIGH1)
  const feed = i8x16.splat(10)
  const zero = i8x16.splat(0)
  const found = places()
  let count: u32 = 0
  let line: u32 = 0
  // Line feeds are counted in 16 bytes, which hold 255 each.
  let feeds = zero
  let rounds: u32 = 0
  for (let at = from; at < to; at += 32) {
    const here = v128.load(at)
    const here2 = v128.load(at, 16)
    const match = v128.and(look(here, low0, high0), look(v128.load(at, 1), low1, high1))
    const match2 = v128.and(look(here2, low0, high0), look(v128.load(at, 17), low1, high1))
    const feeds1 = v128.eq<i8>(here, feed)
    const feeds2 = v128.eq<i8>(here2, feed)
    if (v128.any_true(v128.or(match, match2))) {
      const bits = v128.bitmask<i8>(feeds1) | (v128.bitmask<i8>(feeds2) << 16)
      let lanes = refine(match, at) | (refine(match2, at + 16) << 16)
      while (lanes) {
        const lane = ctz(lanes)
        lanes &= lanes - 1
        if (at + lane >= to) break
        const place = verify(at + lane, har)
        if (!place) continue
        line += sum(feeds)
        feeds = zero
        rounds = 0
        const pair = found + count * 8
        store<i32>(pair, <i32>(place - from))
        store<u32>(pair, line + popcnt(bits & ((1 << lane) - 1)), 4)
        if (++count == ROOM) {
          passed = <u32>(at - from) + lane + 1
          lines = load<u32>(pair, 4)
          return count
        }
      }
    }
    if (at + 32 > to) {
      // What is behind the end is the next scan's.
      const bits = v128.bitmask<i8>(feeds1) | (v128.bitmask<i8>(feeds2) << 16)
      line += popcnt(bits & ((1 << <u32>(to - at)) - 1))
      break
    }
    feeds = v128.sub<i8>(v128.sub<i8>(feeds, feeds1), feeds2)
    if (++rounds == 127) {
      line += sum(feeds)
      feeds = zero
      rounds = 0
    }
  }
  lines = line + sum(feeds)
  passed = <u32>(to - from)
  return count
}

/** All 16 bytes of a register together. */
function sum(bytes: v128): u32 {
  const fours = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes))
  return (
    i32x4.extract_lane(fours, 0) +
    i32x4.extract_lane(fours, 1) +
    i32x4.extract_lane(fours, 2) +
    i32x4.extract_lane(fours, 3)
  )
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function lower(at: usize): u32 {
  return load<u8>(at) | 0x20
}

function isAlphanumeric(byte: u32): bool {
  return (byte >= 0x30 && byte <= 0x39) || isLetter(byte)
}

function isHex(byte: u32, letter: u32): bool {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= letter && byte < letter + 6)
}

/** Where the place begins whose two bytes stand here; 0 if there is none. */
function verify(at: usize, har: bool): usize {
  switch (load<u8>(at)) {
    case 0x51:
    case 0x71:
      return label(at - 2, har) ? at - 2 : 0
    case 0x4e:
      return cos(at) ? at : 0
    case 0xb1: // in Chinese
      return load<u8>(at - 1) == 0xe6 && load<u8>(at, 1) == 0x82 && isId(at + 2) ? at - 4 : 0
    case 0x83: // in Japanese
      return load<u16>(at - 2) == 0xe3b9 && load<u8>(at, 1) == 0x88 && isId(at + 2) ? at - 13 : 0
    case 0xb2: // in Korean
      return load<u8>(at - 1) == 0xec && load<u8>(at, 1) == 0xad && isId(at + 2) ? at - 4 : 0
    case 0xc7: // in Chinese, in GBK
      return load<u8>(at, 1) == 0xf3 && isId(at + 2) ? at - 2 : 0
    case 0xa5: // in Japanese, in GBK
      return load<u8>(at, 1) == 0xc8 && isId(at + 2) ? at - 8 : 0
    case 0x74:
      return ceph(at) ? at : 0
    case 0x22:
      return oss(at) ? at : 0
    case 0x54:
      return load<u32>(at - 3) == 0x54534552 ? operation(at, 4) : 0 // REST
    case 0x50:
      return load<u32>(at - 3) == 0x50414f53 ? operation(at, 4) : 0 // SOAP
    case 0x45:
      return load<u32>(at - 6) == 0x53424557 && load<u16>(at - 2) == 0x5449 ? operation(at, 7) : 0 // WEBSITE
    case 0x48:
      return load<u32>(at - 4) == 0x43544142 ? operation(at, 5) : 0 // BATCH
    case 0x53:
      return load<u16>(at, 1) == 0x2e33 && load<u8>(at - 1) == 0x20 ? at - 1 : 0
    case 0x3d:
      return load<u8>(at, 1) == 0x09 && load<u8>(at - 1) == 0x3d ? at - 1 : 0
    case 0x2d:
      if (load<u8>(at, 1) == 0x49) return load<u32>(at - 4) == 0x73676e75 && isId(at + 1) ? at - 12 : 0 // in German
      return lower(at - 9) == 0x67 && lower(at - 8) == 0x75 && lower(at - 7) == 0x70 ? at - 9 : 0 // guploader
    case 0x78:
    case 0x58: {
      const word = load<u64>(at - 1)
      if (word == 0x45647a5657647856 || word == 0x4a5233636c565863) return at - 1 // VxdWVzdE, cXVlc3RJ
      return word == 0x304e585a3146585a && load<u8>(at, 7) == 0x53 ? at - 1 : 0 // ZXF1ZXN0 S
    }
    case 0x43:
    case 0x63:
      if (lower(at + 1) != 0x66 || load<u8>(at, 2) != 0x2d) return 0
      // x-amz-cf-id
      if (lower(at + 3) == 0x69) return lower(at - 6) == 0x78 ? at - 6 : 0
      return lower(at + 3) == 0x72 && lower(at + 4) == 0x61 && lower(at + 5) == 0x79 ? at : 0
    case 0x79:
    case 0x59:
      return isId(at + 2) && ray(at - 2) ? at - 2 : 0
    case 0x4d: // ") Method c"
      return load<u64>(at) == 0x6320646f6874654d && load<u16>(at - 2) == 0x2029 ? at - 2 : 0
    case 0x2c:
      return load<u32>(at) == 0x6469522c && load<u8>(at, 4) == 0x20 ? at + 1 : 0 // ",Rid "
    default:
      return 0
  }
}

/** An operation in an S3 access log has a space in front of it and a full stop behind. */
function operation(at: usize, length: usize): usize {
  return load<u8>(at, 1) == 0x2e && load<u8>(at - length) == 0x20 ? at - length : 0
}

/** ` ?id` */
function isId(at: usize): bool {
  if (load<u8>(at) == 0x20) at++
  return lower(at) == 0x69 && lower(at + 1) == 0x64 && !isAlphanumeric(load<u8>(at, 2))
}

/** ray[ _-], which is no part of a longer word */
function ray(at: usize): bool {
  const before = load<u8>(at - 1)
  const separator = load<u8>(at, 3)
  if (separator != 0x20 && separator != 0x2d && separator != 0x5f) return false
  return load<u8>(at, 4) != 0x20 && lower(at) == 0x72 && lower(at + 1) == 0x61 && !isAlphanumeric(before) && before != 0x5f && before != 0x2d
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
  if (endsCell(at)) return true
  const limit = at + 48
  while (at < limit && !isAlphanumeric(load<u8>(at))) at++
  const before = load<u8>(at - 1)
  const word = at
  while (isLetter(load<u8>(at))) at++
  const after = load<u8>(at)
  if (at - word >= 4 && at - word <= 14 && !isConstructor(load<u32>(word)) && isSpace(before) && (isSpace(after) || after == 0x2c || after == 0x2e)) {
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

/** Just, in Haskell; HeaderValue, in Rust */
function isConstructor(word: u32): bool {
  return word == 0x7473754a || word == 0x64616548
}

/** Whether a cell may end here, and the label be the name of a column: that of ../src/tables.ts. */
function endsCell(at: usize): bool {
  const limit = at + 60
  let byte = load<u8>(at)
  while (at < limit && (byte == 0x20 || byte == 0x22 || byte == 0x27 || byte == 0x60 || byte == 0x2a)) byte = load<u8>(++at)
  if (byte == 0x2c || byte == 0x3b) return load<u8>(at, 1) != 0x20
  return byte == 0x7c || byte == 9 || byte == 10 || byte == 13 || byte == 0xe2
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

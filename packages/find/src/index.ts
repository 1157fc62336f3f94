/** Finds the request ids of cloud services in text, and decodes them. */
export { type DecodedRequestId, decodeRequestId } from './decode.js'
export { type FindOptions, findRequestIds } from './find.js'
export type { FoundRequestId } from './found.js'
export { findInStream, RequestIdFinder } from './stream.js'

export { type DecodedRequestId, decodeRequestId } from './decode.js'
export { type FindOptions, type FoundRequestId, findRequestIds } from './find.js'
export { findInStream, RequestIdFinder } from './stream.js'

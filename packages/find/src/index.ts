export { type FindOptions, type FoundRequestId, findRequestIds } from './find.js'

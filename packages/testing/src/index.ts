export type { IssuedIds } from './dialects/dialect.js'
export type { Vendor } from './dialects/vendors.js'
export type { Fault, FaultPoint, Match, MatchableRequest } from './faults.js'
export type {
  CosOptions,
  IssuedExchange,
  OssOptions,
  S3Options,
  ServerOptions,
  TestServer,
} from './server.js'
export { startServer } from './server.js'

export type { IssuedIds } from './dialects/dialect.js'
export type { Fault, FaultPoint, Match, MatchableRequest } from './faults.js'
export type { CosOptions, IssuedExchange, TestServer } from './server.js'
export { startServer } from './server.js'

/** What is found in a text. */
import type { Ids } from '@requestid/vendors'

/** One request id, and what the text around it tells. */
export interface FoundRequestId extends Ids {
  /** One name per service, such as `'aws'`. */
  vendor: string
  requestId: string
  /** `'low'` where nothing but the form of the id says whose it is, and other ids may have that form. */
  confidence?: 'low'
  statusCode?: number
  /** What the service calls the error, such as `'NoSuchKey'`. */
  errorCode?: string
  /** When the request was made or answered, as the text has it. */
  time?: string
  method?: string
  /** Without the query, where a signed URL keeps its secrets; only a path where the text has no host. */
  url?: string
  /** The line it stands in, from 1. */
  line: number
  /** The entry of a HAR file it stands in, from 0. */
  harEntry?: number
}

/** An id at a place of a text. */
export interface Occurrence {
  found: FoundRequestId
  start: number
  end: number
}

/** Takes an id that stands at a place of a text. */
export type Add = (
  vendor: string,
  requestId: string,
  start: number,
  end: number,
  more?: Partial<FoundRequestId>,
) => void

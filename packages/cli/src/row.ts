/** What is printed of one id. */
import type { FoundRequestId } from '@requestid/find'

/** Where an id stands. */
export interface Place extends Pick<FoundRequestId, 'line' | 'harEntry'> {
  file: string
}

/** What is known of an id, wherever it stands. */
export type Facts = Omit<FoundRequestId, keyof Place>

/** An id as it is printed: the names are those of the JSON output. */
export interface Row extends FoundRequestId, Place {}

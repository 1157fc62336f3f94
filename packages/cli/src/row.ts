/** What is printed of one id. */
import type { FoundRequestId } from '@requestid/find'

/** An id as it is printed: the names are those of the JSON output. */
export interface Row extends FoundRequestId {
  file: string
}

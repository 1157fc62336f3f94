/** What a request id says by itself. */
import { forms, type IdForm } from '@requestid/vendors'

/** Whose id it may be. */
export interface DecodedRequestId {
  vendor: string
  /**
   * `'certain'`: nothing else has this form. `'likely'`: few other things have. `'possible'`: the form fits, as it
   * does much else.
   */
  confidence: 'certain' | 'likely' | 'possible'
  /** The moment in the id, by the server's clock: ISO 8601. */
  time?: string
  /** The server of the vendor's that answered, where the id names it; not the client. */
  server?: string
}

/** A form that tells of a vendor. */
type Telling = IdForm & { readonly vendor: string }

const telling = [...new Set(Object.values(forms).flat())].filter(
  (form): form is Telling => form.vendor !== undefined,
)

const ORDER = ['certain', 'likely', 'possible']

/**
 * What a request id tells by itself: whose it is, and when and where it was made.
 * @param id one id, or the beginning of one, with `*` or `…` for the rest: that may still hold the time
 * @returns the likeliest first; empty where no form fits
 */
export function decodeRequestId(id: string): DecodedRequestId[] {
  const text = id.trim()
  const masked = /^([\w+/-]{11,})(?:\*+|\.{2,}|…)/.exec(text)?.[1]
  if (masked) return decodeMasked(masked)
  return telling
    .filter((form) => form.matches(text))
    .map((form) => ({ vendor: form.vendor, confidence: confidenceIn(form, text), ...contents(form, text) }))
    .sort((a, b) => ORDER.indexOf(a.confidence) - ORDER.indexOf(b.confidence))
}

function confidenceIn({ distinct, vague }: IdForm, id: string): DecodedRequestId['confidence'] {
  return distinct ? 'certain' : vague?.(id) ? 'possible' : 'likely'
}

function contents(form: IdForm, id: string): Pick<DecodedRequestId, 'time' | 'server'> {
  const time = form.time?.(id)
  const server = form.server?.(id)
  return { ...(time && { time: new Date(time).toISOString() }), ...(server && { server }) }
}

/** An id's beginning is filled up to a whole one of the same time. */
function decodeMasked(beginning: string): DecodedRequestId[] {
  return telling.flatMap((form) => {
    const id = form.complete?.(beginning)
    const { time } = id && form.matches(id) ? contents(form, id) : {}
    return time ? [{ vendor: form.vendor, confidence: 'possible' as const, time }] : []
  })
}

import { type IdForm, idForms } from '@requestid/core/plugin'

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
  return idForms
    .filter((form) => form.matches(text))
    .map((form) => ({ vendor: form.vendor, confidence: confidenceIn(form, text), ...contents(form, text) }))
    .sort((a, b) => ORDER.indexOf(a.confidence) - ORDER.indexOf(b.confidence))
}

function confidenceIn({ vendor, distinct }: IdForm, id: string): DecodedRequestId['confidence'] {
  if (distinct) return 'certain'
  // Digits of hex alone are what most other ids consist of.
  if (vendor === 'aws-s3') return /[G-Z]/.test(id) ? 'likely' : 'possible'
  return vendor === 'qiniu-kodo' || vendor === 'aws' || vendor === 'baidu-bos' ? 'possible' : 'likely'
}

function contents(form: IdForm, id: string): Pick<DecodedRequestId, 'time' | 'server'> {
  const time = form.time?.(id)
  const server = form.server?.(id)
  return { ...(time && { time: new Date(time).toISOString() }), ...(server && { server }) }
}

/** An id's beginning is filled up to a whole one of the same time. */
function decodeMasked(beginning: string): DecodedRequestId[] {
  const whole = [
    `${beginning.slice(0, 11)}fMDAwMDAwMDBfMF8w`.replace(/^(.{11})f.*/, '$1fMDAwMDAwMDBfMDAwMF8wMDAw'),
    beginning.slice(0, 8).padEnd(24, 'A'),
  ]
  return idForms.flatMap((form) =>
    whole
      .filter((id) => (form.vendor === 'tencent-cos' || form.vendor === 'alibaba-oss') && form.matches(id))
      .flatMap((id) => {
        const { time } = contents(form, id)
        return time ? [{ vendor: form.vendor, confidence: 'possible' as const, time }] : []
      }),
  )
}

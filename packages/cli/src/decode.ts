/** `requestid decode`: what ids say by themselves. */
import { decodeRequestId } from '@requestid/find'
import { print } from './console.js'
import { FOUND, NOTHING } from './find.js'
import { printable } from './text.js'

/** Tells what ids say by themselves. @returns the exit code */
export function decode(ids: readonly string[], options: { json?: boolean }): number {
  const json = options.json || process.stdout.isTTY !== true
  let known = 0
  for (const id of ids) {
    const vendors = decodeRequestId(id)
    if (vendors.length > 0) known++
    print(1, json ? `${JSON.stringify({ requestId: printable(id), vendors })}\n` : describe(id, vendors))
  }
  return known > 0 ? FOUND : NOTHING
}

const NOTES: Record<string, string> = {
  certain: 'nothing else has this form',
  likely: 'few other things have this form',
  possible: 'the form fits, as it does much else',
}

function describe(id: string, vendors: ReturnType<typeof decodeRequestId>): string {
  const lines = [printable(id)]
  if (vendors.length === 0) lines.push('  no known vendor makes IDs like this')
  for (const { vendor, confidence, time, server } of vendors) {
    lines.push(`  ${vendor}: ${confidence} (${NOTES[confidence]})`)
    if (time) {
      const date = new Date(time)
      lines.push(`    made   ${time}, by the server's clock; ${ageOf(date)}`)
      lines.push(`    local  ${date.toLocaleString('sv-SE', { timeZoneName: 'short' })}`)
    }
    if (server) lines.push(`    server ${server}, the vendor's own; not the client`)
  }
  return `${lines.join('\n')}\n`
}

function ageOf(date: Date): string {
  const minutes = Math.round((Date.now() - date.getTime()) / 60_000)
  if (minutes < 0) return 'in the future'
  if (minutes < 120) return `${minutes} minutes ago`
  const hours = Math.round(minutes / 60)
  if (hours < 48) return `${hours} hours ago`
  const days = Math.round(hours / 24)
  // Support cannot look up what is too old: https://github.com/tencentyun/cos-wx-sdk-v5/issues/30.
  return `${days} days ago${days > 30 ? ', for which vendors may have no logs any more' : ''}`
}

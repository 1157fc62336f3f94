/** Tells which ids the user wants to see. */
import { texts } from '@requestid/vendors'
import { InvalidArgumentError } from 'commander'
import { complain } from './console.js'
import { localMomentOf } from './moment.js'
import { nearest } from './nearest.js'
import type { Facts } from './row.js'

export interface FilterOptions {
  vendor?: string[]
  /** The least and the greatest of each range. */
  status?: [number, number][]
  /** Milliseconds since the epoch. */
  since?: number
}

/** Tells which ids the user wants to see. */
export class Filter {
  readonly #options: FilterOptions
  #timeless = 0

  constructor(options: FilterOptions) {
    this.#options = options
  }

  /** Whether every id passes. */
  get isOpen(): boolean {
    const { vendor, status, since } = this.#options
    return !vendor && !status && since === undefined
  }

  /** Whether an id may pass, once more of it is known. */
  allows(facts: Facts): boolean {
    return !this.#judge(facts).includes(false)
  }

  /** Whether an id passes, by all that is known of it. */
  accepts(facts: Facts): boolean {
    const judged = this.#judge(facts)
    const [vendor, status, since] = judged
    if (vendor && status && since === undefined) this.#timeless++
    return judged.every(Boolean)
  }

  /** Says what was left out though it may be wanted. */
  explain(): void {
    if (this.#timeless > 0) complain(`${this.#timeless} more IDs have no time, so --since left them out`)
  }

  #judge(facts: Facts): (boolean | undefined)[] {
    const { vendor, status, since } = this.#options
    const { statusCode } = facts
    const moment = since === undefined ? undefined : localMomentOf(facts)
    return [
      !vendor || vendor.includes(facts.vendor),
      !status || (statusCode && status.some(([least, most]) => statusCode >= least && statusCode <= most)),
      since === undefined || (moment && moment >= since),
    ].map((answer) => (answer === undefined ? undefined : Boolean(answer)))
  }
}

export const vendors: readonly string[] = texts.map(({ vendor }) => vendor)

/** `--vendor`: names, with commas between, or given more than once. */
export function readVendors(text: string, before: string[] = []): string[] {
  for (const name of text.split(',')) {
    if (vendors.includes(name)) continue
    const meant = vendors.filter((vendor) => vendor.split('-').includes(name))
    const near = meant.length > 0 ? meant.join(' or ') : nearest(name, vendors)
    throw new InvalidArgumentError(near ? `Did you mean ${near}?` : `There are ${vendors.join(', ')}.`)
  }
  return [...before, ...text.split(',')]
}

/** `--status`: `404`, `5xx`, `400-499`, with commas between. */
export function readStatus(text: string): [number, number][] {
  return text.split(',').map((part) => {
    const [, least = '', most = least] = /^(\d{3}|\dxx)(?:-(\d{3}))?$/i.exec(part) ?? []
    if (!least) throw new InvalidArgumentError('It has to be like 404, 5xx or 400-499.')
    return [Number(least.replace(/x/gi, '0')), Number(most.replace(/x/gi, '9'))]
  })
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** `--since`: how long ago, or a date. */
export function readSince(text: string): number {
  const [, count, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? []
  const moment = count ? Date.now() - Number(count) * (UNITS[unit] ?? 0) * 1000 : Date.parse(text)
  if (Number.isNaN(moment))
    throw new InvalidArgumentError('It has to be like 30m, 2h, 7d or 2026-11-21T10:00Z.')
  return moment
}

// The types of the script beside it, for its test.
export interface Step {
  readonly version: string
  readonly paths: readonly string[]
}
export function planOf(machine: string, asked: readonly string[]): Step[]

export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}
export function countOf(result: object | undefined, status: number | null): Count
export function inWords(count: Count): string
export function failuresOf(result: object | undefined, root: string): string[]

export interface Run extends Partial<Count> {
  readonly version: string
  readonly failures?: readonly string[]
  /** Why it was skipped. */
  readonly reason?: string
}
export function summaryOf(runs: readonly Run[]): { readonly sum: Count; readonly text: string }

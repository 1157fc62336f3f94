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

/** Finds the name that somebody meant who wrote another word. */

/** The name that takes the fewest changes to letters, if those are few. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, changes: changes(word, name) }))
    .sort((a, b) => a.changes - b.changes)
  return best && best.changes <= Math.max(2, best.name.length / 3) ? best.name : undefined
}

/** How many letters are to be added, removed or replaced. */
function changes(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const letter of from) {
    const above = row
    row = [(above[0] ?? 0) + 1]
    for (let at = 1; at <= to.length; at++) {
      const kept = (above[at - 1] ?? 0) + Number(to.charAt(at - 1) !== letter)
      row.push(Math.min(kept, (above[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1))
    }
  }
  return row[to.length] ?? 0
}

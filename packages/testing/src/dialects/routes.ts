/** Method, the query parameter that tells the operation ('' when none does), operation. */
export type Route = readonly [method: string, parameter: string, operation: string]

/** The operation of the first route that matches. A parameter may be written with its value. */
export function findOperation(routes: readonly Route[], method: string, query: URLSearchParams): string {
  const isGiven = (parameter: string) => {
    const [name, value] = splitOnce(parameter, '=')
    return !name || (value ? query.get(name) === value : query.has(name))
  }
  return routes.find(([verb, parameter]) => verb === method && isGiven(parameter))?.[2] ?? 'Unknown'
}

/** The operations on the documents of sub-resources. */
export const configurationRoutes = (names: Readonly<Record<string, string>>): Route[] =>
  Object.entries(names).flatMap(([parameter, name]): Route[] => [
    ['GET', parameter, `GetBucket${name}`],
    ['PUT', parameter, `PutBucket${name}`],
    ['DELETE', parameter, `DeleteBucket${name}`],
  ])

/** The text before and after the first separator. */
export function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)]
}

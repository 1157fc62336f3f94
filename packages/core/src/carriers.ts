/** How an operation travels on an object that the SDK hands on: options, a request, a client made for one call. */
import { hidden } from './hidden.js'
import type { Operation } from './operation.js'

const operations = hidden<Operation>()

/**
 * For an SDK whose classes have private members, where a scope as `this` makes every call throw: lets one of its own
 * objects carry the operation, unseen and as long as the object lives. Choose one that belongs to a single call.
 * @returns the object
 */
export function carry<T extends object>(object: T, operation: Operation): T {
  operations.set(object, operation)
  return object
}

/** The operation that an object carries. Takes anything. */
export function carriedBy(object: unknown): Operation | undefined {
  return Object(object) === object ? operations.get(object as object) : undefined
}

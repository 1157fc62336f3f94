/** Node's own modules, where there are any. */

/**
 * A built-in module of Node. Looked up at run time, so that bundles for browsers and mini programs need none.
 * @returns `undefined` on any other platform; a mini program may not even have `globalThis`
 */
export function builtin<T>(name: string): T | undefined {
  const node = typeof globalThis === 'object' ? (globalThis as Platform).process : undefined
  return node?.getBuiltinModule ? (node.getBuiltinModule(name) as T | undefined) : undefined
}

/** As core is compiled without Node's types. */
type Platform = { process?: { getBuiltinModule?(name: string): unknown } }

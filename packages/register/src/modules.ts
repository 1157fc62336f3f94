/** Puts stand-ins for an SDK's classes in the place of what `import` gives, where that is an ES module. */
import * as nodeModule from 'node:module'
import { pathToFileURL } from 'node:url'

/** The packages of SDKs that have ES modules for Node, each with the names under which these export classes. */
export type Imported = readonly (readonly [name: string, exported: readonly string[]])[]

/** What is made of an export of a package. */
type Replace = <T>(name: string, value: T) => T

/** What the types of Node 20 do not have. */
interface Hooks {
  registerHooks?(hooks: { resolve: typeof resolveSync }): { deregister(): void }
}
interface Context {
  readonly conditions: readonly string[]
}
interface Resolved {
  readonly url: string
  readonly format?: string
  readonly shortCircuit?: boolean
}

const HERE = pathToFileURL(__filename).href

let replace: Replace
/** For the modules that stand in an SDK's place, which know this file alone. @public */
export const replaceExport: Replace = (name, value) => replace(name, value)

/** @returns what takes it off; before Node 22.15 the hook stays, and `replacing` decides */
export function watchModules(imported: Imported, replacing: Replace): () => void {
  replace = replacing
  if (imported.length === 0) return () => {}
  const { registerHooks } = nodeModule as Hooks
  if (registerHooks) {
    initialize(imported)
    const hooks = registerHooks({ resolve: resolveSync })
    return () => hooks.deregister()
  }
  if (!registered) nodeModule.register(HERE, { data: imported })
  registered = true
  return () => {}
}
let registered = false

// What runs in this thread, or in one of Node's, which loads this file for it and calls the two that are public.

let exportedBy: ReadonlyMap<string, readonly string[]>

/** @public */
export function initialize(imported: Imported): void {
  exportedBy = new Map(imported)
}

function resolveSync(
  specifier: string,
  context: Context,
  next: (specifier: string, context: Context) => Resolved,
) {
  return redirect(specifier, context, next(specifier, context))
}

/** @public */
export async function resolve(
  specifier: string,
  context: Context,
  next: (specifier: string, context: Context) => Promise<Resolved>,
): Promise<Resolved> {
  return redirect(specifier, context, await next(specifier, context))
}

/** CommonJS is seen as it runs, also where it is imported. */
function redirect(specifier: string, { conditions }: Context, resolved: Resolved): Resolved {
  const exported = exportedBy.get(specifier)
  const { format, url } = resolved
  if (!exported || format !== 'module' || !conditions.includes('import') || !url.startsWith('file:'))
    return resolved
  return { url: standInFor(specifier, url, exported), format, shortCircuit: true }
}

/** A module that exports what the SDK's does, but for these names. */
function standInFor(name: string, url: string, exported: readonly string[]): string {
  const [here, sdk, text] = [HERE, url, name].map((each) => JSON.stringify(each))
  const lines = [
    `import register from ${here}`,
    `import * as sdk from ${sdk}`,
    `export * from ${sdk}`,
    ...exported.map((each) => `export const ${each} = register.replaceExport(${text}, sdk.${each})`),
  ]
  return `data:text/javascript,${encodeURIComponent(lines.join('\n'))}`
}

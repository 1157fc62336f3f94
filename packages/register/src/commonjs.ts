/** Shows each CommonJS module once it has run, before anyone has what it exports. */
import Module, { createRequire } from 'node:module'

interface Compiler {
  _compile(this: NodeJS.Module, ...args: unknown[]): unknown
}

/**
 * Around `_compile`, which `require`, `import` and loaders that compile a file themselves have in common. Around `load`
 * it would be too late: Node keeps what is exported for `import` before that ends.
 * @param see never throws
 * @returns what takes it off
 */
export function watchCommonJS(see: (module: NodeJS.Module) => void): () => void {
  // Others may have loaded an SDK already: who requires it from now on has what `see` makes of it.
  for (const module of Object.values(require.cache)) if (module?.loaded) see(module)
  const prototype = Module.prototype as unknown as Compiler
  const { _compile } = prototype
  let isOn = true
  prototype._compile = compile
  function compile(this: NodeJS.Module, ...args: unknown[]): unknown {
    const returned = _compile.apply(this, args)
    if (isOn) see(this)
    return returned
  }
  return () => {
    isOn = false
    // Somebody else's may stand around it.
    if (prototype._compile === compile) prototype._compile = _compile
  }
}

/** The package of a file, and the folder it is in. */
export function packageOf(file: string): { readonly folder: string; readonly name: string } | undefined {
  const [folder, name] = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?=[\\/])/s.exec(file) ?? []
  return folder && name ? { folder, name: name.replace('\\', '/') } : undefined
}

const entries = new Map<string, string>()

/** Whether a file is what `require` of its package gives. */
export function isEntry(file: string, folder: string): boolean {
  const entry = entries.get(folder) ?? createRequire(file).resolve(folder)
  entries.set(folder, entry)
  return entry === file
}

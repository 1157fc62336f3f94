/** Registers the clients of the installed SDKs as they are made. */
import type { RequestIdOptions } from '@requestid/core/plugin'
import { isEntry, packageOf, watchCommonJS } from './commonjs.js'
import { watchModules } from './modules.js'
import { matches, type SDK, SDKS, sdkOf } from './sdks.js'
import { type Trap, trapExports, trapValue } from './trap.js'

/** Options of `registerAll`: those of every plugin's `withRequestId`, for all clients. */
export interface RegisterAllOptions extends RequestIdOptions {
  /**
   * Whose clients: packages, such as `'ali-oss'`, `'@aws-sdk/client-s3'` or `'@aws-sdk/client-*'`. Default: all for which
   * a plugin is installed.
   */
  sdks?: readonly string[] | undefined
}

interface Settings {
  readonly options: RequestIdOptions
  readonly sdks: readonly string[]
}

/** Loaded where it is needed: a process that makes no client does without. */
const core = () => require('@requestid/core/plugin') as typeof import('@requestid/core/plugin')

/** Those that count now. */
let current: Settings | undefined
let stop: (() => void) | undefined

/**
 * Registers every client that is made from now on, whoever makes it, of an SDK that is required after this call. What is
 * imported must be imported after it too: call it in a module of its own, `node --import ./requestid.mjs app.js`. Called
 * again, the later options count.
 *
 * Each class that makes clients has a stand-in where its module exports it, which hands a new client to the plugin. The
 * class itself, its prototype, and clients that are made elsewhere stay as they are. A failure goes to `onError`; with
 * `debug`, the console says whose clients are registered.
 *
 * @returns what takes it off: clients that are made from then on are the SDK's own
 * @throws TypeError for an SDK or an option that is unknown
 *
 * @example
 * registerAll({ sdks: ['ali-oss'], onExchange: ({ requestId }) => log.debug({ requestId }) })
 */
export function registerAll(options: RegisterAllOptions = {}): () => void {
  const settings = settingsOf(options)
  stop?.()
  current = settings
  const installed = SDKS.filter((sdk) => isInstalled(sdk, settings))
  const imported = installed.flatMap(({ imported, packages }) =>
    imported ? packages.map((name) => [name, imported] as const) : [],
  )
  const stops = [
    watchCommonJS((module) => seeModule(module, installed, settings.options)),
    watchModules(imported, seeExport),
  ]
  function takeOff(): void {
    if (current !== settings) return
    current = undefined
    stop = undefined
    for (const each of stops) each()
  }
  stop = takeOff
  return takeOff
}

/**
 * What an SDK's package exports, with classes whose clients are registered as they are made: for a module registry of
 * one's own, such as jest's, where `registerAll` sees no module.
 *
 * @param name the SDK's package
 * @param exports what it exports
 * @throws TypeError for an SDK or an option that is unknown
 *
 * @example
 * module.exports = registerExports('ali-oss', require('../node_modules/ali-oss'))
 */
export function registerExports<T>(name: string, exports: T, options?: RequestIdOptions): T {
  const settings = settingsOf({ ...options, sdks: [name] })
  return trapExports(
    exports,
    trapFor(name, () => settings),
  )
}

const KNOWN = SDKS.flatMap(({ packages }) => packages)

function settingsOf({ sdks = KNOWN, ...options }: RegisterAllOptions): Settings {
  for (const name of sdks) {
    if (!sdkOf(name))
      throw new TypeError(`registerAll: no plugin is known for ${name}; pass some of ${KNOWN.join(', ')}.`)
  }
  return { options: Object.keys(options).length > 0 ? core().checkOptions(options) : options, sdks }
}

/** Whether the plugin of an SDK that was asked for is there. */
function isInstalled({ packages, plugin }: SDK, { options, sdks }: Settings): boolean {
  if (!packages.some((pattern) => sdks.some((name) => matches(pattern, name)))) return false
  try {
    require.resolve(plugin)
    return true
  } catch {
    tell(options, `clients of ${packages} are not registered, as ${plugin} is not installed`)
    return false
  }
}

function tell({ debug }: RequestIdOptions, text: string): void {
  if (debug) console.error(`requestid: ${text}`)
}

/** What to do with the classes of a package. */
function trapFor(name: string, settingsNow: () => Settings | undefined): Trap {
  const { methods, plugin } = sdkOf(name) as SDK
  const isWanted = ({ sdks }: Settings) => sdks.some((pattern) => matches(pattern, name))
  return {
    methods,
    made(client) {
      const settings = settingsNow()
      if (settings && isWanted(settings))
        core().guard(settings.options, register, plugin, client, settings.options)
    },
  }
}

function register(plugin: string, client: object, options: RequestIdOptions): void {
  const { withRequestId } = require(plugin) as {
    withRequestId(client: object, options: RequestIdOptions): void
  }
  withRequestId(client, options)
}

const now = () => current

/** A CommonJS module that has run, before anybody has what it exports. */
function seeModule(module: NodeJS.Module, installed: readonly SDK[], options: RequestIdOptions): void {
  const found = packageOf(module.filename)
  const sdk = found && sdkOf(found.name)
  if (!sdk || !installed.includes(sdk)) return
  core().guard(options, () => {
    if (!isEntry(module.filename, found.folder)) return
    const trapped: unknown = trapExports(module.exports, trapFor(found.name, now))
    if (trapped === module.exports) return
    module.exports = trapped
    tell(options, `clients of ${found.name} are registered, of ${module.filename}`)
  })
}

/** What an ES module of an SDK exports, before anybody has it. */
function seeExport<T>(name: string, value: T): T {
  if (!current) return value
  tell(current.options, `clients of ${name} are registered, as it is imported`)
  return trapValue(value, trapFor(name, now))
}

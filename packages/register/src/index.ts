/** Registers every client as it is made: at once where Node preloads this, or by a call of `registerAll`. */
import { isPreloaded, preloadOptions } from './preload.js'
import { registerAll } from './register.js'

export { type RegisterAllOptions, registerAll, registerExports } from './register.js'

if (isPreloaded(process)) registerAll(preloadOptions(process.env))

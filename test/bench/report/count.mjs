// One process of instructions.mjs: so many calls of one SDK in one variant, and nothing else.
import { SDKS } from './sdks.mjs'

const [key, variant, options, operation, count] = process.argv.slice(2)
const sdk = SDKS[key]
const calls = sdk.calls(sdk.create(variant, JSON.parse(options)))
// What the others read.
await calls.put()
let outcome
for (let i = 0; i < count; i++) outcome = await calls[operation]().catch((error) => error)
const id = sdk.ids[variant]?.(outcome)
if (variant === 'plugin' && typeof id !== 'string') throw new Error(`${key} ${operation}: no id`)
process.exit()

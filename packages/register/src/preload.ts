/** Whether Node loads this package itself, and with which options. */
import type { RegisterAllOptions } from './register.js'

/** The package, or a file of it, behind a flag of Node's. */
const OURS = /(?:^|[=/\\"])@requestid[/\\]register(?:[/\\](?:index\.mjs|dist[/\\]cjs[/\\]index\.js))?"?$/

/** Whether a flag names it: `--import`, `--require` or `-r`, on the command line or in `NODE_OPTIONS`. */
export function isPreloaded({ env, execArgv }: Pick<NodeJS.Process, 'env' | 'execArgv'>): boolean {
  const words = (env.NODE_OPTIONS || '').split(/\s+/)
  return [...execArgv, ...words].some((word) => OURS.test(word))
}

/** @throws TypeError where REQUESTID_OPTIONS is not an object in JSON */
export function preloadOptions({ REQUESTID_OPTIONS }: NodeJS.ProcessEnv): RegisterAllOptions {
  try {
    return Object(JSON.parse(REQUESTID_OPTIONS || '{}'))
  } catch {
    throw new TypeError(`REQUESTID_OPTIONS: got no JSON; pass such as {"sdks":["ali-oss"],"debug":true}.`)
  }
}

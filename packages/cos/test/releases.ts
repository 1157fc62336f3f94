import { createRequire } from 'node:module'
import type { SDK } from './versions.js'

/**
 * The releases of each SDK that the tests run against, newest first, by their names in the catalog: in full, by all
 * tests, or in brief, by the short suite of the contract alone.
 */
export const releases = {
  'cos-nodejs-sdk-v5': {
    full: ['cos-nodejs-sdk-v5', 'cos-nodejs-sdk-v5-2.15', 'cos-nodejs-sdk-v5-2.9'],
    brief: ['cos-nodejs-sdk-v5-2.14', 'cos-nodejs-sdk-v5-2.12', 'cos-nodejs-sdk-v5-2.11'],
  },
  'cos-js-sdk-v5': {
    full: ['cos-js-sdk-v5', 'cos-js-sdk-v5-1.4'],
    brief: ['cos-js-sdk-v5-1.8', 'cos-js-sdk-v5-1.7'],
  },
  'cos-wx-sdk-v5': {
    full: ['cos-wx-sdk-v5', 'cos-wx-sdk-v5-1.4'],
    brief: ['cos-wx-sdk-v5-1.7'],
  },
} as const

const require = createRequire(import.meta.url)

export function load(names: readonly string[]): SDK[] {
  return names.map((name) => require(name))
}

import { createRequire } from 'node:module'
import type * as Axios from 'axios'
import type * as Got from 'got'
import type * as Ky from 'ky'
import type * as Undici from 'undici'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

const require = createRequire(import.meta.url)

export const axioses = load<typeof Axios>(require, releases.axios.full)
export const gots = load<typeof Got>(require, releases.got.full)
export const undicis = load<typeof Undici>(require, releases.undici.full)
/** Of ky nothing is used, but that it takes a `fetch`. */
export const kys = load<typeof Ky>(require, { ky: '22', 'ky-1.9': '20.19' })

import { createRequire } from 'node:module'
import type * as octokit from '@octokit/core'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type SDK = typeof octokit

export const versions = load<SDK>(createRequire(import.meta.url), releases['@octokit/core'].full)

// The releases of Octokit that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** The newest two majors; `octokit` and `@octokit/rest` are made of the newest. */
export const releases = {
  '@octokit/core': { full: { '@octokit/core': '20.19', 'octokit-core-6.1': '20.19' }, brief: {} },
} as const satisfies Record<string, Tested>

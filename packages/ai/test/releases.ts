// The releases of openai and @anthropic-ai/sdk that the tests run against.
import type { Tested } from '../../../test/releases/releases.js'

/** Of each the newest two majors. */
export const releases = {
  openai: { full: { openai: '22.0.0', 'openai-6.49': '20.19' }, brief: {} },
  '@anthropic-ai/sdk': { full: { '@anthropic-ai/sdk': '20.19', 'anthropic-0.137': '20.19' }, brief: {} },
} as const satisfies Record<string, Tested>

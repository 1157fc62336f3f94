// What test/bench/report.mjs measures of ali-oss.
import { Agent } from 'node:http'
import { createRequire } from 'node:module'
import { BODY, none, own, PARTS } from '../../../test/bench/report/kit.mjs'

const require = createRequire(import.meta.url)

export const SDKS = {
  oss: {
    name: 'ali-oss',
    server: ['alibaba-oss', 'ossOptions'],
    create(variant, options) {
      // Node's own: the SDK's sets timers, and what they do goes by the clock.
      const agent = new Agent({ keepAlive: true, maxSockets: 50 })
      const oss = new (require('ali-oss'))({ ...options, agent })
      if (variant === 'plugin') require('@requestid/oss').withRequestId(oss)
      return oss
    },
    ids: {
      plain: none,
      plugin: own,
      'hand-written': (outcome) => outcome.res?.headers['x-oss-request-id'] ?? outcome.requestId,
    },
    calls(oss) {
      const partSize = 100 * 1024 // the least that it takes
      const big = Buffer.alloc(PARTS * partSize)
      return {
        put: () => oss.put('a', BODY),
        get: () => oss.get('a'),
        head: () => oss.head('missing'),
        upload: () => oss.multipartUpload('big', big, { partSize }),
      }
    },
  },
}

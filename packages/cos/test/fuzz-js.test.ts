// @vitest-environment jsdom
import COS from 'cos-js-sdk-v5'
import COS14 from 'cos-js-sdk-v5-1.4'
import { describeFuzz } from './fuzz.js'
import type { SDK } from './versions.js'

describeFuzz({
  name: 'cos-js-sdk-v5',
  versions: [COS, COS14] as unknown as SDK[],
  options(server) {
    const { SecretId, SecretKey, Protocol } = server.cosOptions()
    return { SecretId, SecretKey, Protocol, Domain: server.host }
  },
})

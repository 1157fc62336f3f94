// @vitest-environment jsdom
import { describeCosFuzz } from './fuzz.js'
import { load, releases } from './releases.js'

describeCosFuzz({
  name: 'cos-js-sdk-v5',
  versions: load(releases['cos-js-sdk-v5'].full),
  options(server) {
    const { SecretId, SecretKey, Protocol } = server.cosOptions()
    return { SecretId, SecretKey, Protocol, Domain: server.host }
  },
})

// GitHub by its real host name.
import { describeNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'

const id = 'C8E2:1A2B:3C4D5E:6F7A8B:66A1B2C3'
const log = { debug() {}, info() {}, warn() {}, error() {} }

describeNock<SDK>({
  name: '@octokit/core',
  versions,
  host: 'api.github.com',
  path: '/repos/m',
  headers: { 'x-github-request-id': id },
  exchange: { vendor: 'github' },
  method: 'DELETE',
  send: (sdk) => withRequestId(new sdk.Octokit({ log })).request('DELETE /repos/m'),
  get: (sdk) => withRequestId(new sdk.Octokit({ log })).request('GET /repos/m'),
  missing: { body: '{"message":"Not Found"}', error: { status: 404 }, info: { vendor: 'github' } },
})

import type { Octokit } from '@octokit/core'
import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'
import { type GitHubWire, octokitOf, startGitHub } from './wire.js'

describeFuzz<SDK, Octokit, GitHubWire>({
  name: '@octokit/core',
  versions,
  start: startGitHub,
  createClient: (server, sdk) => octokitOf(server, sdk.Octokit),
  withRequestId,
  fill: async () => {},
  bodiless: ['head'],
  statuses: [200, 201, 202, 204, 301, 304, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503],
  headers: [false],
  bodies: [
    '',
    '{}',
    '[]',
    'null',
    '"text"',
    '{"message":"m","errors":[{"code":"c"}]}',
    '{"message":"m","errors":["text"]}',
    '{"data":null,"errors":[{"message":"m"}]}',
    '{"data":{"a":1},"errors":[]}',
    '<html><body>Unicorn!</body></html>',
  ],
  maxFaults: 2,
  runs: 30,
  changing: /ID\d{4}|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT/g,
  calls: {
    get: (client) => client.request('GET /repos/a'),
    head: (client) => client.request('HEAD /repos/a'),
    post: (client) => client.request('POST /repos', { name: 'a' }),
    graphql: (client) => client.graphql('query { viewer { login } }'),
  },
  bodyIds: () => [undefined],
})

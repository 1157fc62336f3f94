// The contract of a call, for both majors of the core. GraphQL, pages and retries plugin.test.ts holds.
import type { Octokit } from '@octokit/core'
import type { CallAdapter } from '../../../test/contract/adapter.js'
import { describeCall } from '../../../test/contract/call.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'
import { type GitHubWire, octokitOf, startGitHub } from './wire.js'

const octokit = (version: string, sdk: SDK): CallAdapter<Octokit, GitHubWire> => ({
  name: `@octokit/core ${version}`,
  vendor: 'github',
  requestIdHeader: 'x-github-request-id',
  attempts: 1,
  // A body that is cut is none, and the call succeeds.
  settlesCutBodies: false,
  withRequestId,
  example: 'new Octokit()',
  shared: () => [sdk.Octokit, sdk.Octokit.prototype],
  start: startGitHub,
  Client: sdk.Octokit as never,
  createClient: (server, Client) => octokitOf(server, (Client ?? sdk.Octokit) as typeof sdk.Octokit),
  call: (client, key) => client.request(`GET /repos/${key}`),
  calls: [
    (client, key) => client.request(`GET /repos/${key}`),
    (client, key) => client.request({ method: 'PATCH', url: `/repos/${key}`, name: 'x' }),
    (client, key) => client.request.defaults({ headers: { 'x-a': 'a' } })(`GET /repos/${key}`),
  ],
})

for (const [version, sdk] of versions) describeCall(octokit(version, sdk))

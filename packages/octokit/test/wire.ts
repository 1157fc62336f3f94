// A server with GitHub's way of answering, and clients for it.
import type { Octokit } from '@octokit/core'
import { startWire, type Wire } from '../../../test/kit/wire.js'

export type GitHubWire = Wire<string>

const json = (body: unknown, headers = {}) => ({ status: 200, headers, body: JSON.stringify(body) })

export const startGitHub = (): Promise<GitHubWire> =>
  startWire({
    requestIdHeader: 'x-github-request-id',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    clientOptions: (host) => `http://${host}`,
    error: (status) => JSON.stringify({ message: `m${status}` }),
    answer({ path, query, headers }, key, _, body) {
      if (path.endsWith('/graphql')) {
        const text = Buffer.from(body).toString()
        if (text.includes('pages(')) {
          const more = !text.includes('"cursor":"a"')
          const pageInfo = { hasNextPage: more, endCursor: more ? 'a' : 'b' }
          return json({ data: { pages: { nodes: [more ? 1 : 2], pageInfo } } })
        }
        const refused = { data: null, errors: [{ message: 'm' }] }
        return json(text.includes('refused') ? refused : { data: { viewer: { login: 'a' } } })
      }
      if (key !== 'issues') return json({ id: 1, key })
      const next = `<http://${headers.host}${path}?page=2>; rel="next"`
      return query.get('page') ? json([{ id: 2 }]) : json([{ id: 1 }], { link: next })
    },
  })

const log = { debug() {}, info() {}, warn() {}, error() {} }

export const AUTH = 'ghp_secret-token'

export const octokitOf = <C extends Octokit>(
  server: GitHubWire,
  Client: new (options: object) => C,
  more: object = {},
): C => new Client({ baseUrl: server.clientOptions(), auth: AUTH, log, ...more })

// The page with a server on this machine in the place of COS, and a backend that gives credentials for it.
// Run: npx --yes pnpm@10.34.9 --filter @requestid/example-browser-upload demo
import { fileURLToPath } from 'node:url'
import { startServer } from '@requestid/testing'
import { createServer } from 'vite'

const exposeHeaders = ['x-cos-request-id', 'x-ci-request-id', 'x-cos-trace-id', 'ETag']

/** Starts page and servers. `cos` exposes the ids to the page, `hiding` does not. */
export async function startDemo({ port = 5173, logLevel = 'info' } = {}) {
  const cos = await startServer({ exposeHeaders })
  const hiding = await startServer({ exposeHeaders: ['ETag'] })
  const demo = {
    settings: {
      bucket: 'examples-1250000000',
      region: 'ap-guangzhou',
      authorization: '/demo/sts',
      endpoint: cos.url,
    },
    hidingEndpoint: hiding.url,
  }
  const routes = {
    // What a backend with qcloud-cos-sts answers. A real one knows who asks.
    '/demo/sts': () => {
      const startTime = Math.floor(Date.now() / 1000)
      const credentials = { tmpSecretId: 'demo-id', tmpSecretKey: 'demo-key', sessionToken: 'demo-token' }
      return { credentials, startTime, expiredTime: startTime + 1800 }
    },
    '/demo/refuse-next?cos': () => cos.inject({ status: 503 }),
    '/demo/refuse-next?hiding': () => hiding.inject({ status: 503 }),
  }
  const page = await createServer({
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel,
    server: { host: '127.0.0.1', port },
    plugins: [
      {
        name: 'demo',
        transformIndexHtml: () => [
          { tag: 'script', children: `globalThis.DEMO = ${JSON.stringify(demo)}`, injectTo: 'head' },
        ],
        configureServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            const route = routes[request.url]
            if (!route) return next()
            response.setHeader('content-type', 'application/json').end(JSON.stringify(route() ?? {}))
          })
        },
      },
    ],
  })
  await page.listen()
  return {
    url: page.resolvedUrls.local[0],
    cos,
    hiding,
    async close() {
      await page.close()
      await cos.close()
      await hiding.close()
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startDemo()
  console.log(`\n  Open ${url} in a browser. Ctrl+C ends it.\n`)
}

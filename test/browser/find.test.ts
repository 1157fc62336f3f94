import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { executable, type Site, startSite } from './page.js'

const example = new URL('../../examples/browser-find/', import.meta.url)
const captures = new URL('../../packages/find/test/captures/', import.meta.url)
const expected: { file: string; expected: { requestId: string }[] }[] = JSON.parse(
  readFileSync(new URL('expected.json', captures), 'utf8'),
)
const idsOf = (name: string) =>
  expected.find(({ file }) => file === name)?.expected.map(({ requestId }) => requestId) ?? []
const pathOf = (name: string) => fileURLToPath(new URL(name, captures))

describe.runIf(executable)('the page that finds ids in files', () => {
  let site: Site
  let server: Server
  let page: Page
  let requests: string[]
  let errors: string[]

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('main.js', example))],
      bundle: true,
      format: 'esm',
      write: false,
    })
    const files: Record<string, [string, string | Buffer]> = {
      '/': ['text/html', readFileSync(new URL('index.html', example))],
      '/style.css': ['text/css', readFileSync(new URL('style.css', example))],
      '/main.js': ['text/javascript', outputFiles[0]?.text ?? ''],
    }
    server = createServer(({ url = '' }, response) => {
      const [type, content] = files[url] ?? ['text/plain', '']
      response.writeHead(content ? 200 : 404, { 'content-type': type }).end(content)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    site = await startSite()
    page = await site.open()
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    page.on('pageerror', (error) => errors.push(error.message))
  })
  afterAll(async () => {
    await site?.close()
    server?.close()
  })
  beforeEach(async () => {
    requests = []
    errors = []
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    requests = []
  })

  const shown = () => page.locator('#rows code').allTextContents()
  const settled = () =>
    page.waitForFunction(() =>
      /\d ids?$|No request id|:/.test(document.getElementById('state')?.textContent ?? ''),
    )

  it('shows the ids of chosen files, and of their entries', async () => {
    await page.setInputFiles('#files', [pathOf('har/cos-embed.har'), pathOf('curl/s3-i-403.txt')])
    await page.getByText('7 ids', { exact: true }).waitFor()
    expect(await shown()).toEqual([...idsOf('har/cos-embed.har'), ...idsOf('curl/s3-i-403.txt')])
    const [first = ''] = await page.locator('#rows tr').allTextContents()
    expect(first).toContain('tencent-cos')
    expect(first).toContain('GET http://127.0.0.1:18101/st200.html')
    expect(first).toContain('entry 0')
    expect(await page.locator('#rows tr').last().textContent()).toContain('403 AccessDenied')
    expect({ requests, errors }).toEqual({ requests: [], errors: [] })
  })

  it('takes files that are dropped, gzip too', async () => {
    const packed = gzipSync(readFileSync(pathOf('curl/mixed-session-typescript.txt'))).toString('base64')
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], 'session.txt.gz'))
      document.getElementById('drop')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }))
    }, packed)
    await page.getByText('3 ids', { exact: true }).waitFor()
    expect(await shown()).toEqual(idsOf('curl/mixed-session-typescript.txt'))
    expect(await page.locator('#rows small').allTextContents()).toContain('EC 0003-00000001')
    expect({ requests, errors }).toEqual({ requests: [], errors: [] })
  })

  it('takes pasted text, and shows what is in it as text', async () => {
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData(
        'text',
        '2026-11-21 GET https://h/<img/src=x/onerror=alert(1)>/ RequestId: 66A1B2C39935E338390F6F6B, x',
      )
      dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
    })
    await page.getByText('1 id', { exact: true }).waitFor()
    expect(await shown()).toEqual(['66A1B2C39935E338390F6F6B'])
    expect(await page.locator('img').count()).toBe(0)
    expect({ requests, errors }).toEqual({ requests: [], errors: [] })
  })

  it('says that there is none, and what is wrong with a file', async () => {
    await page.setInputFiles('#files', pathOf('sdk/boto3-traceback-NO-ID.txt'))
    await page.getByText('No request id in it.').waitFor()
    await page.setInputFiles('#files', {
      name: 'cut.gz',
      mimeType: '',
      buffer: gzipSync('x'.repeat(999)).subarray(0, 20),
    })
    await page.locator('#state.bad').waitFor()
    expect(await page.locator('#state').textContent()).toContain('cut.gz: ')
    await settled()
  })

  it('could not send anything', async () => {
    const sent = await page.evaluate(() =>
      fetch('/').then(
        () => 'sent',
        () => 'refused',
      ),
    )
    expect({ sent, requests }).toEqual({ sent: 'refused', requests: [] })
  })
})

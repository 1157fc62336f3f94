import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { barriersOf, executable, type Site, screens, showOn, startSite } from './page.js'

const captures = new URL('../../packages/find/test/captures/', import.meta.url)
const expected: { file: string; expected: { requestId: string }[] }[] = JSON.parse(
  readFileSync(new URL('expected.json', captures), 'utf8'),
)
const idsOf = (name: string) =>
  expected.find(({ file }) => file === name)?.expected.map(({ requestId }) => requestId) ?? []
const { buildPage }: { buildPage(): Promise<string> } = await import(
  new URL('../../examples/browser-find/build.mjs', import.meta.url).href
)
const cli = fileURLToPath(new URL('../../packages/cli/dist/esm/bin.js', import.meta.url))
const OSS = '66A1B2C39935E338390F6F6B'
const pathOf = (name: string) => fileURLToPath(new URL(name, captures))

describe.runIf(executable)('the page that finds ids in files', () => {
  let site: Site
  let server: Server
  let page: Page
  let requests: string[]
  let errors: string[]

  beforeAll(async () => {
    const content = await buildPage()
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(content)
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

  const shown = () => page.locator('#list .id code').allTextContents()
  const state = (text: string) => page.getByText(text, { exact: true }).waitFor()
  const read = (...files: (string | { name: string; text: string | Buffer })[]) =>
    page.setInputFiles(
      '#files',
      // What is chosen is either of one kind or of the other.
      files.map((file) =>
        typeof file === 'string'
          ? { name: file.replace(/.*\//, ''), mimeType: '', buffer: readFileSync(pathOf(file)) }
          : { name: file.name, mimeType: '', buffer: Buffer.from(file.text) },
      ),
    )
  const copied: () => Promise<string> = () =>
    page.evaluate(() => (globalThis as unknown as { copied: string }).copied)
  const rowsOf = (index: number) =>
    page
      .locator('#list li')
      .nth(index)
      .locator('dl')
      .evaluate((list) =>
        Object.fromEntries(
          [...list.querySelectorAll('dt')].map((term) => [
            term.textContent,
            term.nextElementSibling?.textContent,
          ]),
        ),
      )

  it('shows the ids of chosen files, and of their entries', async () => {
    await read('har/cos-embed.har', 'curl/s3-i-403.txt')
    await state('7 request IDs in 2 files.')
    expect(await shown()).toEqual([...idsOf('har/cos-embed.har'), ...idsOf('curl/s3-i-403.txt')])
    const [first = ''] = await page.locator('#list li').allTextContents()
    expect(first).toContain('Tencent Cloud COS')
    expect(await rowsOf(0)).toEqual({
      Request: 'GET http://127.0.0.1:18101/st200.html',
      Time: '2026-11-21T10:01:13.464Z',
      Issued: '2026-11-21T10:01:13.000Z',
      Found: 'cos-embed.har, entry 0',
    })
    expect(await page.locator('#list li').last().textContent()).toContain('403 AccessDenied')
    expect(Object.keys(await rowsOf(6))).toContain('Extended ID')
    expect({ requests, errors }).toEqual({ requests: [], errors: [] })
  })

  it('takes files that are dropped, gzip too, and shows that it would', async () => {
    const packed = gzipSync(readFileSync(pathOf('curl/mixed-session-typescript.txt'))).toString('base64')
    await page.evaluate(() => dispatchEvent(new DragEvent('dragover', { cancelable: true })))
    await state('Release to read the files')
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], 'session.txt.gz'))
      document.getElementById('drop')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }))
    }, packed)
    await state('3 request IDs in session.txt.gz.')
    expect(await shown()).toEqual(idsOf('curl/mixed-session-typescript.txt'))
    expect((await rowsOf(1)).EC).toBe('0003-00000001')
    expect(await page.locator('#invitation').textContent()).toContain('Drop files')
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
    await state('1 request ID in the pasted text.')
    expect(await shown()).toEqual(['66A1B2C39935E338390F6F6B'])
    expect(await page.locator('img').count()).toBe(0)
    expect({ requests, errors }).toEqual({ requests: [], errors: [] })
  })

  it('shows an id once, with every place and all that they tell', async () => {
    await read(
      {
        name: 'a.log',
        text: `RequestId: ${OSS}\nx\nRequestId: 66A1B2C39935E338390F6F6C\nx\nRequestId: ${OSS}\n`,
      },
      { name: 'b.log', text: `status: 404 code: NoSuchKey RequestId: ${OSS}\n` },
    )
    await state('2 request IDs in 2 files.')
    expect((await rowsOf(0)).Found).toBe('a.log, line 1; a.log, line 5; b.log, line 1')
    expect(await page.locator('#list header').first().textContent()).toContain('404 NoSuchKey')
  })

  it('lists what is asked for: a service, a status, errors', async () => {
    await read('har/cos-embed.har', 'curl/s3-i-403.txt', {
      name: 'c.log',
      text: `<Error><Code>NoSuchKey</Code><RequestId>${OSS}</RequestId></Error>`,
    })
    await state('8 request IDs in 3 files.')
    const count = () => page.locator('#list li').count()
    await page.selectOption('#status', 'Errors')
    const failed = await page.locator('#list .bad').count()
    expect(await count()).toBe(failed)
    // An error code without a status is an error.
    expect(await shown()).toContain(OSS)
    await page.selectOption('#status', '403')
    expect(await count()).toBeLessThan(failed)
    await page.selectOption('#status', '')
    await page.selectOption('#service', 'Tencent Cloud COS')
    expect(await shown()).toEqual(idsOf('har/cos-embed.har'))
  })

  it('copies an id, a ticket in either language, and all', async () => {
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        Object.assign(globalThis, { copied: text })
      }
    })
    await read('curl/s3-i-403.txt')
    await state('1 request ID in s3-i-403.txt.')
    const [id = ''] = idsOf('curl/s3-i-403.txt')
    await page.getByRole('button', { name: `Copy of ${id}` }).click()
    expect(await copied()).toBe(id)
    const report = (...options: string[]) =>
      execFileSync(process.execPath, [cli, 'report', ...options, pathOf('curl/s3-i-403.txt')], {
        encoding: 'utf8',
      })
        .replace(/^# .*\n\n/, '')
        .trim()
    for (const language of ['en', 'zh']) {
      await page.selectOption('#language', language)
      await page.getByRole('button', { name: `Copy ticket of ${id}` }).click()
      expect(await copied()).toBe(report('--language', language))
    }
    await page.getByRole('button', { name: 'Copy all' }).click()
    expect(JSON.parse(await copied())).toMatchObject({ requestId: id, statusCode: 403 })
  })

  it('says what to try where there is none, and goes on behind a file that cannot be read', async () => {
    await read('sdk/boto3-traceback-NO-ID.txt')
    await state('No request ID in boto3-traceback-NO-ID.txt.')
    expect(await page.locator('#nothing').isVisible()).toBe(true)
    await read(
      { name: 'cut.gz', text: gzipSync('x'.repeat(999)).subarray(0, 20) },
      { name: 'b.log', text: `RequestId: ${OSS}\n` },
    )
    await state('1 request ID in 2 files.')
    expect(await page.locator('#problems').textContent()).toMatch(/^cut\.gz could not be read: \S/)
    expect(await page.locator('#nothing').isVisible()).toBe(false)
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

  it('is one file, which works from a disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'requestid-page-'))
    const file = join(folder, 'find-request-ids.html')
    writeFileSync(file, await buildPage())
    await page.goto(pathToFileURL(file).href)
    await read('curl/s3-i-403.txt')
    await state('1 request ID in s3-i-403.txt.')
    rmSync(folder, { recursive: true })
  })

  it.each(screens)(
    'has nothing that axe finds, and nothing beside the screen, at %i pixels, %s',
    async (...screen) => {
      await showOn(page, screen)
      await read('har/cos-embed.har', 'curl/s3-i-403.txt', {
        name: 'cut.gz',
        text: Buffer.from([0x1f, 0x8b]),
      })
      await state('7 request IDs in 3 files.')
      expect(await barriersOf(page)).toEqual([])
    },
  )
})

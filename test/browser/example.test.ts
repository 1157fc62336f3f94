import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type IssuedExchange, startServer, type TestServer } from '@requestid/testing'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
// @ts-expect-error: plain JavaScript, as a reader would write it
import { startDemo } from '../../examples/browser-upload/demo.mjs'
import { barriersOf, executable, type Site, screens, showOn, startSite } from './page.js'

interface Demo {
  url: string
  cos: TestServer
  hiding: TestServer
  close(): Promise<void>
}

const folder = fileURLToPath(new URL('../../examples/browser-upload/', import.meta.url))
const always = Number.POSITIVE_INFINITY

describe.skipIf(!executable)('examples/browser-upload', () => {
  let site: Site
  let demo: Demo
  beforeAll(async () => {
    site = await startSite()
    demo = await startDemo({ port: 0, logLevel: 'error' })
  })
  afterAll(async () => {
    await site.close()
    await demo.close()
  })

  let page: Page
  const problems: string[] = []
  beforeEach(async () => {
    demo.cos.clear()
    demo.hiding.clear()
    problems.length = 0
    page = await site.open()
    page.on('pageerror', (error) => problems.push(String(error)))
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(demo.url)
    // It is filled in by the script, once that runs.
    await page.getByText('Nothing leaves it').waitFor()
  })
  afterEach(async () => {
    await page.close()
    expect(problems).toEqual([])
  })

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const choose = (size: number, name = 'photo.jpg') =>
    page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name, mimeType: 'image/jpeg', buffer: Buffer.alloc(size, 'x') })
  const field = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
  const ownEndpoint = async (url: string) => {
    await page.getByText('Own domain', { exact: true }).click()
    await field('Endpoint', url)
  }
  const text = async (selector: string) => (await page.locator(selector).textContent()) ?? ''
  const saysNoId = () => page.getByRole('status').getByText('This call has no request ID.').isVisible()
  const finished = () => page.getByText(/: (done|failed|cancelled)/).waitFor()
  const shownId = () => text('#request-id')
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  /** What the table says of each exchange: its answer, and its id. */
  const rows = async () => {
    const texts = await page
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => Array.from(row.querySelectorAll('td'), ({ textContent }) => textContent)),
      )
    return texts.map((cells) => [cells[2], cells.at(-1)])
  }
  const issued = (server = demo.cos) =>
    server.exchanges.map(({ statusCode, requestId }: IssuedExchange) => [String(statusCode), requestId])

  it('uploads a file, shows the id that the server gave, and copies it', async () => {
    await choose(2_500_000)
    await button('Upload').click()
    await finished()
    expect(await text('[role=status]')).toContain('Upload of photo.jpg: done')
    const last = demo.cos.exchanges.at(-1)
    expect(last).toMatchObject({ operation: 'CompleteMultipartUpload', key: 'requestid-example/photo.jpg' })
    expect(await shownId()).toBe(last?.requestId)
    expect((await rows()).toSorted()).toEqual(issued().toSorted())
    await button('Copy request ID').click()
    await page.getByText('Request ID copied.').waitFor()
    expect(await clipboard()).toBe(last?.requestId)
    expect(await page.locator('#cors').isVisible()).toBe(false)
  })

  it('works by keyboard alone, and names every control', async () => {
    await choose(10)
    await page.getByLabel('Folder in the bucket').focus()
    await page.keyboard.press('Enter')
    await finished()
    await button('Get an object that does not exist').focus()
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Upload')
    await button('Copy request ID').focus()
    await page.keyboard.press('Enter')
    await page.getByText('Request ID copied.').waitFor()
    expect(await clipboard()).toBe(demo.cos.exchanges.at(-1)?.requestId)
    const unnamed = await page
      .locator('input, button')
      .evaluateAll((controls) =>
        (controls as HTMLInputElement[]).filter((control) => !control.labels?.length && !control.textContent),
      )
    expect(unnamed).toEqual([])
  })

  it('shows the attempt that was refused, and one call at a time', async () => {
    await choose(10)
    await page.getByLabel('Refuse the first attempt with 503').check()
    await button('Upload').click()
    await finished()
    expect((await rows()).map(([answer]) => answer)).toEqual(['503', '200'])
    expect(await rows()).toEqual(issued())
    expect(await shownId()).toBe(demo.cos.exchanges[1]?.requestId)

    await page.getByLabel('Refuse the first attempt with 503').uncheck()
    await button('Upload').click()
    await finished()
    expect(await rows()).toEqual(issued().slice(2))
  })

  it('shows and copies the id of a call that failed', async () => {
    await button('Get an object that does not exist').click()
    await finished()
    expect(await text('[role=status]')).toContain('Get of a missing object: failed (404 NoSuchKey)')
    expect(await page.getByText('The specified key does not exist.').isVisible()).toBe(true)
    const [exchange] = demo.cos.exchanges
    expect(await shownId()).toBe(exchange?.requestId)
    expect(await rows()).toEqual([['404', exchange?.requestId]])
    await button('Copy request ID').click()
    await page.getByText('Request ID copied.').waitFor()
    expect(await clipboard()).toBe(exchange?.requestId)
  })

  it('asks for the file, and for the bucket, that are missing', async () => {
    await button('Upload').click()
    expect(await page.locator('input:focus').getAttribute('id')).toBe('file')
    await choose(10)
    await field('Bucket', '')
    for (const name of ['Upload', 'Get an object that does not exist']) {
      await button(name).click()
      expect(await page.locator('input:focus').getAttribute('id')).toBe('bucket')
    }
    await field('Bucket', 'no-appid')
    await button('Upload').click()
    expect(await page.locator('input:invalid').getAttribute('id')).toBe('bucket')
    expect(demo.cos.exchanges).toEqual([])
    expect(await page.locator('#outcome').isVisible()).toBe(false)
  })

  it('says that credentials are refused, with the id of the refusal', async () => {
    await choose(10)
    demo.cos.inject({ status: 403, code: 'InvalidAccessKeyId', times: always })
    await button('Upload').click()
    await finished()
    expect(await text('[role=status]')).toContain('failed (403 InvalidAccessKeyId)')
    expect(await shownId()).toBe(demo.cos.exchanges.at(-1)?.requestId)
    expect(await text('#explanation')).toContain('The credentials were refused')
  })

  it('says what went wrong with the backend; then COS was never asked, and there is no id', async () => {
    await page.route('**/demo/sts', (route) => route.fulfill({ status: 500 }))
    await button('Get an object that does not exist').click()
    await finished()
    expect(await text('#explanation')).toBe('The backend answered 500.')
    expect(await saysNoId()).toBe(true)
    expect(await button('Copy request ID').isVisible()).toBe(false)
    expect(demo.cos.exchanges).toEqual([])
  })

  it.each([
    [
      { body: '<!doctype html>', contentType: 'text/html' },
      'The backend answered with text/html, not with JSON.',
    ],
    [{ json: {} }, 'The backend answered with JSON that has no credentials.'],
  ])('says what the backend answered in place of credentials', async (answer, said) => {
    await page.route('**/demo/sts', (route) => route.fulfill(answer))
    await button('Get an object that does not exist').click()
    await finished()
    expect(await text('#explanation')).toBe(said)
  })

  it('says that the backend is not there', async () => {
    await page.route('**/demo/sts', (route) => route.abort('connectionrefused'))
    await button('Get an object that does not exist').click()
    await finished()
    expect(await text('#explanation')).toContain('The backend at /demo/sts could not be reached')
  })

  it('takes temporary credentials that are pasted', async () => {
    await page.route('**/demo/sts', (route) => route.fulfill({ status: 500 }))
    await page.getByLabel('I paste temporary credentials').check()
    await button('Get an object that does not exist').click()
    expect(await page.locator('input:focus').getAttribute('id')).toBe('secret-id')
    await field('TmpSecretId', 'id')
    await field('TmpSecretKey', 'key')
    await field('Security token', 'token')
    const sent = page.waitForRequest(
      (request) => request.method() === 'GET' && request.url().includes('missing-'),
    )
    await button('Get an object that does not exist').click()
    expect((await sent).headers()['x-cos-security-token']).toBe('token')
    await finished()
    expect(await shownId()).toBe(demo.cos.exchanges[0]?.requestId)
  })

  it('shows the CORS rule where the id is hidden, and copies it', async () => {
    await page.getByLabel('Let the CORS rule hide the IDs').check()
    await choose(10)
    await button('Upload').click()
    await finished()
    expect(await text('#headline')).toBe('Upload of photo.jpg: done')
    expect(await text('[role=status]')).toContain('This page cannot read the request ID.')
    expect(await rows()).toEqual([['200', 'hidden']])
    const rule = await text('#rule')
    expect(rule).toContain(`<AllowedOrigin>${new URL(demo.url).origin}</AllowedOrigin>`)
    for (const name of ['x-cos-request-id', 'x-ci-request-id', 'x-cos-trace-id', 'ETag']) {
      expect(rule).toContain(`<ExposeHeader>${name}</ExposeHeader>`)
    }
    await button('Copy rule').click()
    await page.getByText('Rule copied.').waitFor()
    expect(await clipboard()).toBe(rule)

    // An error has the id in its body.
    await button('Get an object that does not exist').click()
    await finished()
    expect(await shownId()).toBe(demo.hiding.exchanges.at(-1)?.bodyRequestId)
  })

  it('shows the error that the SDK cannot hand out, and its exchanges', async () => {
    const bare = await startServer({ exposeHeaders: ['x-cos-request-id'] })
    onTestFinished(() => bare.close())
    await ownEndpoint(bare.url)
    await choose(2_500_000)
    await button('Upload').click()
    await finished()
    // In an ES module the SDK fails in setting a property of the string.
    const known = "Cannot create property 'UploadId' on string"
    expect(problems.join()).toContain(known)
    expect(await text('#explanation')).toContain('add "ETag" to CORS ExposeHeader')
    expect(await page.locator('#rule').isVisible()).toBe(true)
    expect(await saysNoId()).toBe(true)
    const ids = bare.exchanges.map(({ requestId }) => requestId)
    for (const [answer, id] of await rows()) {
      expect(answer).toBe('200')
      expect(ids).toContain(id)
    }
    expect((await rows()).length).toBeGreaterThan(2)

    await choose(10)
    await button('Upload').click()
    await page.getByText(': done').waitFor()
    // Another part may fail in the same way, and later.
    expect(problems.splice(0).filter((problem) => !problem.includes(known))).toEqual([])
  })

  it('says so where no response came', async () => {
    demo.cos.inject({ reset: 'before-headers', times: always })
    await button('Get an object that does not exist').click()
    await finished()
    expect(await text('#explanation')).toContain('The server could not be reached.')
    expect(await text('#explanation')).not.toContain('CORS')
    expect(await saysNoId()).toBe(true)
    expect(await rows()).toEqual(Array(4).fill(['ERR_NETWORK', 'none']))
  })

  it('says so where the CORS rule does not allow the page', async () => {
    const closed = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
    onTestFinished(() => void closed.close())
    await once(closed, 'listening')
    await ownEndpoint(`http://127.0.0.1:${(closed.address() as AddressInfo).port}`)
    await button('Get an object that does not exist').click()
    await finished()
    expect(await text('#explanation')).toContain(`the CORS rule must allow ${new URL(demo.url).origin}`)
  })

  it.each(screens)(
    'has nothing that axe finds, and nothing beside the screen, at %i pixels, %s',
    async (...screen) => {
      await showOn(page, screen)
      await page.getByLabel('Refuse the first attempt with 503').check()
      await page.getByLabel('Let the CORS rule hide the IDs').check()
      await choose(10)
      await button('Upload').click()
      await finished()
      expect(await barriersOf(page)).toEqual([])
    },
  )

  it('cancels an upload, and goes on', async () => {
    demo.cos.inject({ stall: 'before-headers' })
    await choose(10)
    await button('Upload').click()
    await expect.poll(() => demo.cos.exchanges.length).toBe(1)
    expect(await button('Upload').isDisabled()).toBe(true)
    await button('Cancel').click()
    await finished()
    expect(await text('#headline')).toBe('Upload of photo.jpg: cancelled')
    expect(await page.locator('#explanation').isVisible()).toBe(false)
    expect(await rows()).toEqual([['ECONNABORTED', 'none']])
    await button('Upload').click()
    await page.getByText(': done').waitFor()
    expect(await shownId()).toBe(demo.cos.exchanges[1]?.requestId)
  })

  it('selects the id where there is no clipboard', async () => {
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
    await button('Get an object that does not exist').click()
    await finished()
    await button('Copy request ID').click()
    await page.getByText('Request ID selected').waitFor()
    expect(await page.evaluate(() => String(getSelection()))).toBe(demo.cos.exchanges[0]?.requestId)
  })

  it('is the same page when it is built, without the demo', async () => {
    const outDir = mkdtempSync(join(tmpdir(), 'requestid-example-'))
    const vite = createRequire(join(folder, 'package.json')).resolve('vite/package.json')
    const bin = vite.replace('package.json', 'bin/vite.js')
    const { status: code, stderr } = spawnSync(
      process.execPath,
      [bin, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'],
      { cwd: folder, encoding: 'utf8' },
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const types: Record<string, string> = {
      '.html': 'text/html',
      '.js': 'text/javascript',
      '.css': 'text/css',
    }
    const server = createServer(({ url = '/' }, response) => {
      const path = join(outDir, url === '/' ? 'index.html' : url)
      response.setHeader('content-type', types[extname(path)] ?? 'text/plain').end(readFileSync(path))
    }).listen(0, '127.0.0.1')
    onTestFinished(() => {
      server.close()
      rmSync(outDir, { recursive: true })
    })
    await once(server, 'listening')
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)

    expect(await page.locator('#demo').isVisible()).toBe(false)
    await field('Bucket', 'examples-1250000000')
    await field('Region', 'ap-guangzhou')
    await page.getByLabel('I paste temporary credentials').check()
    for (const label of ['TmpSecretId', 'TmpSecretKey', 'Security token']) await field(label, 'demo')
    await ownEndpoint(demo.cos.url)
    await choose(10)
    await button('Upload').click()
    await finished()
    expect(await shownId()).toBe(demo.cos.exchanges[0]?.requestId)
  })
})

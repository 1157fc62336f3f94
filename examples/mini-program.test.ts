import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createWx, runInMiniProgram, startServer, type TestServer } from '@requestid/testing'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const directory = fileURLToPath(new URL('mini-program/', import.meta.url))
const read = (file: string) => readFileSync(join(directory, file), 'utf8')

type Handler = (event: { type: 'tap' }) => unknown
type Page = { data: Record<string, unknown> } & Record<string, Handler>

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startServer()
  folder = await mkdtemp(join(tmpdir(), 'requestid-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** The page's code with what it requires, as the npm build of the DevTools makes it. */
async function bundle(alias: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "require('./app.js'); require('./pages/upload/upload.js')", resolveDir: directory },
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    mainFields: ['main'],
    write: false,
    alias,
  })
  return outputFiles[0]?.text ?? ''
}

interface Opened {
  page: Page
  clipboard: string[]
  /** The outcome of the tap, when it has one. */
  tap(label: string): Promise<void>
}

/** Runs the mini program, in which the user will choose this file. */
function open(code: string, tempFilePath?: string): Opened {
  const clipboard: string[] = []
  const wx = {
    ...createWx({ server }),
    chooseMedia: async () => {
      if (!tempFilePath) throw { errMsg: 'chooseMedia:fail cancel' }
      return { tempFiles: [{ tempFilePath }] }
    },
    setClipboardData: ({ data }: { data: string }) => void clipboard.push(data),
  }
  const pages: Page[] = []
  const globals = { App: () => {}, Page: (page: Page) => void pages.push(page) }
  runInMiniProgram(code, { wx, globals, filename: 'mini-program.js' })
  const page = pages[0]
  if (!page) throw new Error('no page')
  Object.assign(page, { setData: (data: object) => void Object.assign(page.data, data) })
  const tap = async (label: string) => {
    const button = [...read('pages/upload/upload.wxml').matchAll(/bindtap="(\w+)"[^>]*>([^<]*)</g)].find(
      ([, , text = '']) => text.endsWith(label),
    )
    await page[button?.[1] ?? '']?.({ type: 'tap' })
  }
  return { page, clipboard, tap }
}

function fileOf(bytes: number): string {
  const file = join(folder, `${bytes}.jpg`)
  writeFileSync(file, 'x'.repeat(bytes))
  return file
}

function giveCredentials(): void {
  const credentials = { tmpSecretId: 'id', tmpSecretKey: 'key', sessionToken: 'token' }
  const expiredTime = Math.floor(Date.now() / 1000) + 3600
  const body = JSON.stringify({ credentials, startTime: expiredTime - 7200, expiredTime })
  server.inject({ status: 200, body }, { path: '/sts' })
}

const withoutPlugin: Record<string, string> = {
  '@requestid/cos': `data:text/javascript,exports.withRequestId = (client) => client`,
}

it('its pages, files and handlers are there', () => {
  const { pages } = JSON.parse(read('app.json')) as { pages: string[] }
  expect(pages).toEqual(['pages/upload/upload'])
  const markup = read('pages/upload/upload.wxml')
  const handlers = [...markup.matchAll(/bind\w+="(\w+)"/g)].map(([, name = '']) => name)
  expect(handlers).toEqual(['choose', 'copy'])
  const code = read('pages/upload/upload.js')
  for (const name of handlers) expect(code).toMatch(new RegExp(`^  (?:async )?${name}\\(`, 'm'))
  const shown = [...markup.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
  const [, data = ''] = /data: \{(.*)\}/.exec(code) ?? []
  for (const name of shown) expect(data).toContain(`${name}:`)
  expect(JSON.parse(read('project.config.json'))).toMatchObject({ setting: { packNpmManually: true } })
})

// The plain SDK has an id under another name, and none of a small file's upload.
const variants = [
  { name: 'without the plugin', alias: withoutPlugin, hasIds: false },
  { name: 'with the plugin', alias: {}, hasIds: true },
]

describe.each(variants)('$name', ({ alias, hasIds }) => {
  let code: string
  beforeAll(async () => {
    code = await bundle(alias)
  })

  it.each([
    ['at once', 1000, 'PostObject'],
    ['in parts', 2_500_000, 'CompleteMultipartUpload'],
  ])('uploads %s', async (_, size, operation) => {
    server.clear()
    giveCredentials()
    const { page, tap, clipboard } = open(code, fileOf(size))
    await tap('Choose and upload')
    const last = server.exchanges.at(-1)
    expect(last).toMatchObject({ operation, bucket: 'examplebucket-1250000000', statusCode: 200 })
    expect(page.data).toMatchObject({ busy: false, message: `已上传 Uploaded: mini-program/${size}.jpg` })
    expect(page.data.requestId).toBe(hasIds ? last?.requestId : '')
    await tap('Copy')
    expect(clipboard).toEqual([page.data.requestId])
  })

  it.each([
    ['at once', 1000, 'PostObject'],
    ['in parts', 2_500_000, 'UploadPart'],
  ])('shows why an upload %s failed, with its id', async (_, size, operation) => {
    server.clear()
    giveCredentials()
    server.inject({ status: 403, times: Number.POSITIVE_INFINITY }, { operation })
    const { page, tap } = open(code, fileOf(size))
    await tap('Choose and upload')
    expect(page.data).toMatchObject({ busy: false, message: 'AccessDenied: Access Denied.' })
    const refused = server.exchanges.filter(({ statusCode }) => statusCode === 403)
    if (hasIds) expect(refused.map(({ requestId }) => requestId)).toContain(page.data.requestId)
    else expect(page.data.requestId).toBe('')
  })

  it('shows why there was no response, and no id', async () => {
    server.clear()
    giveCredentials()
    server.inject({ reset: 'before-headers', times: Number.POSITIVE_INFINITY }, { method: 'POST' })
    const { page, tap } = open(code, fileOf(1000))
    await tap('Choose and upload')
    expect(page.data).toMatchObject({ message: expect.stringContaining('uploadFile:fail'), requestId: '' })
  })

  it('shows that there are no credentials', async () => {
    server.clear()
    server.inject({ status: 200, body: '{}' }, { path: '/sts' })
    const { page, tap } = open(code, fileOf(1000))
    await tap('Choose and upload')
    expect(page.data).toMatchObject({ message: expect.stringContaining('TmpSecretId'), requestId: '' })
  })

  it('does nothing when the user chooses nothing', async () => {
    server.clear()
    const { page, tap } = open(code)
    await tap('Choose and upload')
    await sleep(20)
    expect(page.data).toMatchObject({ busy: false, message: '' })
    expect(server.exchanges).toEqual([])
  })
})

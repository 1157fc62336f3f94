import { describe, expect, test } from 'vitest'
import { type ServerOptions, startServer, type TestServer } from '../src/index.js'
import { send } from './send.js'

const vendors: [vendor: NonNullable<ServerOptions['vendor']>, path: string, bucket: string][] = [
  ['tencent-cos', '/', 'default'],
  ['alibaba-oss', '/examplebucket/', 'examplebucket'],
]

function formOf(fields: Record<string, string>, file?: string): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (file !== undefined) form.append('file', new File([file], 'фото 1.txt', { type: 'text/html' }))
  return form
}

describe.each(vendors)('a form sent to %s', (vendor, path, bucket) => {
  const start = () => startServer({ vendor })
  const post = (server: TestServer, body: FormData) =>
    fetch(server.url + path, { method: 'POST', body, redirect: 'manual' })
  const get = (server: TestServer, key: string) => fetch(server.url + path + encodeURIComponent(key))
  const idHeader = vendor === 'tencent-cos' ? 'x-cos-request-id' : 'x-oss-request-id'

  test('stores the file under its key, and has an id', async () => {
    await using server = await start()
    const response = await post(server, formOf({ key: 'a/б', 'Content-Type': 'text/css' }, 'content'))
    expect(response.status).toBe(204)
    expect(response.headers.get('location')).toMatch(/^http:.*\/a\/%D0%B1$/)
    const [exchange] = server.exchanges
    expect(exchange).toMatchObject({ operation: 'PostObject', bucket, key: 'a/б', statusCode: 204 })
    expect(response.headers.get(idHeader)).toBe(exchange?.requestId)
    const stored = await get(server, 'a/б')
    expect(await stored.text()).toBe('content')
    expect(stored.headers.get('etag')).toBe(response.headers.get('etag'))
    // That of the file is not used (https://cloud.tencent.com/document/product/436/14690).
    expect(stored.headers.get('content-type')).toBe('text/css')
  })

  test('puts the name of the file into a key that asks for it', async () => {
    await using server = await start()
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the services' own placeholder
    await post(server, formOf({ key: 'photos/${filename}' }, 'content'))
    expect(server.exchanges).toMatchObject([{ key: 'photos/фото 1.txt' }])
    expect((await get(server, 'photos/фото 1.txt')).status).toBe(200)
  })

  test.each([
    ['200', 200],
    ['201', 201],
    ['204', 204],
    ['404', 204],
  ])('success_action_status %s is answered with %i', async (asked, status) => {
    await using server = await start()
    const response = await post(server, formOf({ key: 'a', success_action_status: asked }, 'content'))
    expect(response.status).toBe(status)
    const etag = response.headers.get('etag')?.replaceAll('"', '&quot;')
    const document =
      `<PostResponse><Location>${response.headers.get('location')}</Location><Bucket>${bucket}</Bucket>` +
      `<Key>a</Key><ETag>${etag}</ETag></PostResponse>`
    expect((await response.text()).replace(/^<\?.*\?>/, '')).toBe(status === 201 ? document : '')
  })

  test('success_action_redirect is answered with 303, and the object in the query', async () => {
    await using server = await start()
    const fields = { key: 'a b', success_action_redirect: 'https://example.com/done?x=1' }
    const response = await post(server, formOf(fields, 'content'))
    expect(response.status).toBe(303)
    const location = new URL(response.headers.get('location') ?? '')
    expect(location.origin + location.pathname).toBe('https://example.com/done')
    expect(Object.fromEntries(location.searchParams)).toEqual({
      x: '1',
      bucket,
      key: 'a b',
      etag: response.headers.get('etag'),
    })
  })

  test('what follows the file is not read', async () => {
    await using server = await start()
    const form = formOf({ key: 'a' }, 'content')
    form.append('success_action_status', '201')
    expect((await post(server, form)).status).toBe(204)
  })

  test('is refused without a file, without a key, and where it is not well-formed', async () => {
    await using server = await start()
    expect((await post(server, formOf({ key: 'a' }))).status).toBe(400)
    expect((await post(server, formOf({}, 'content'))).status).toBe(400)
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const cut = await send(server, { method: 'POST', path, headers, body: '--x\r\nContent-Disp' })
    expect(cut.status).toBe(400)
    expect(cut.body).toContain('<Code>MalformedPOSTRequest</Code>')
    expect(cut.body).toContain(`<RequestId>${server.exchanges[2]?.requestId}</RequestId>`)
    expect((await get(server, 'a')).status).toBe(404)
  })

  test('takes a fault for its key', async () => {
    await using server = await start()
    server.inject({ status: 403 }, ({ key, operation }) => operation === 'PostObject' && key === 'b')
    expect((await post(server, formOf({ key: 'a' }, 'content'))).status).toBe(204)
    const refused = await post(server, formOf({ key: 'b' }, 'content'))
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain(`<RequestId>${server.exchanges[1]?.requestId}</RequestId>`)
    expect((await get(server, 'b')).status).toBe(404)
  })
})

/** `wx.request` and `wx.uploadFile`. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { types } from 'node:util'
import { Listeners } from './callbacks.js'
import { arrayBufferOf, Transmission, type TransportOptions } from './transport.js'
import type {
  Wx,
  WxObject,
  WxProgress,
  WxRequestOptions,
  WxRequestResult,
  WxResponseHead,
  WxUploadResult,
} from './types.js'

/** How the network of a shim behaves. */
export interface NetworkOptions extends TransportOptions {
  /**
   * Whether the result of `wx.uploadFile` has a `header`. WeChat documents none, and so it is by default; some
   * platforms give one, which is why SDKs look for it.
   */
  uploadHeader?: boolean | undefined
}

const textOf = (body: Uint8Array) => new TextDecoder().decode(body)

const contentTypeOf = (header: WxObject): string | undefined => {
  const found = Object.entries(header).find(([name]) => name.toLowerCase() === 'content-type')
  return found && String(found[1])
}

const queryOf = (data: WxObject) =>
  new URLSearchParams(Object.entries(data).map(([name, value]): [string, string] => [name, String(value)]))

/** The data of a call as it is sent (https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html). */
function encode({ url, method = 'GET', header = {}, data }: WxRequestOptions) {
  const contentType = contentTypeOf(header) ?? 'application/json'
  if (data === undefined || data === null) return { url, bytes: undefined, contentType }
  if (types.isAnyArrayBuffer(data)) return { url, bytes: new Uint8Array(data), contentType }
  const inQuery = method.toUpperCase() === 'GET'
  const isForm = inQuery || contentType.startsWith('application/x-www-form-urlencoded')
  const text = typeof data === 'string' ? data : isForm ? queryOf(data).toString() : JSON.stringify(data)
  if (!inQuery) return { url, bytes: Buffer.from(text), contentType }
  return { url: text ? url + (url.includes('?') ? '&' : '?') + text : url, bytes: undefined, contentType }
}

function decode({ dataType = 'json', responseType = 'text' }: WxRequestOptions, body: Buffer) {
  if (responseType === 'arraybuffer') return arrayBufferOf(body)
  const text = textOf(body)
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text) as WxObject
  } catch {
    return text
  }
}

/** `wx.request` and `wx.uploadFile`. */
export function createNetwork(network: NetworkOptions): Pick<Wx, 'request' | 'uploadFile'> {
  return {
    request(options) {
      const { url, bytes, contentType } = encode(options)
      const { abort, headersReceived, chunkReceived } = new Transmission<WxRequestResult>(network, {
        api: 'request',
        url,
        method: (options.method ?? 'GET').toUpperCase(),
        header: options.header ?? {},
        timeout: options.timeout,
        callbacks: options,
        body: Promise.resolve({ bytes, contentType }),
        result: (head, body) => ({ data: decode(options, body), ...head, errMsg: 'request:ok' }),
      })
      return {
        abort,
        onHeadersReceived: headersReceived.on,
        offHeadersReceived: headersReceived.off,
        onChunkReceived: chunkReceived.on,
        offChunkReceived: chunkReceived.off,
      }
    },
    uploadFile(options) {
      let size = 0
      const body = async () => {
        const form = new FormData()
        for (const [name, value] of Object.entries(options.formData ?? {})) form.append(name, String(value))
        const file = new Uint8Array(await readFile(options.filePath))
        // After the fields: object stores read nothing that follows the file.
        form.append(options.name, new Blob([file]), basename(options.filePath))
        const encoded = new Response(form)
        const bytes = new Uint8Array(await encoded.arrayBuffer())
        size = bytes.length
        return { bytes, contentType: encoded.headers.get('content-type') ?? '' }
      }
      const { abort, headersReceived, sent } = new Transmission<WxUploadResult>(network, {
        api: 'uploadFile',
        url: options.url,
        method: 'POST',
        header: options.header ?? {},
        timeout: options.timeout,
        callbacks: options,
        body: body(),
        result: ({ statusCode, header }, received) => ({
          data: textOf(received),
          statusCode,
          errMsg: 'uploadFile:ok',
          ...(network.uploadHeader && { header }),
        }),
      })
      const head = new Listeners<Pick<WxResponseHead, 'header'>>()
      headersReceived.on(({ header }) => head.emit({ header }))
      const progress = new Listeners<WxProgress>()
      sent.on((bytes) =>
        progress.emit({ progress: 100, totalBytesSent: bytes, totalBytesExpectedToSend: size }),
      )
      return {
        abort,
        onHeadersReceived: head.on,
        offHeadersReceived: head.off,
        onProgressUpdate: progress.on,
        offProgressUpdate: progress.off,
      }
    },
  }
}

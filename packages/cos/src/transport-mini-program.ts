/** Where the HTTP of cos-wx-sdk-v5 shows: in the call of the platform's function. */
import { guard, openUrl } from '@requestid/core/plugin'
import { codeOfMessage, respondWhole, type SendOptions, type WatchSend } from './transport.js'

export interface MiniProgramSendOptions extends SendOptions {
  filePath?: unknown
}

/** The platform, as far as it is needed here. */
declare const wx: Record<string, Method>

type Method = (this: unknown, request: Request) => Task | undefined

/** The one argument of `wx.request` and `wx.uploadFile`. */
interface Request {
  url: string
  method?: string
  header?: unknown
  success?: (response: Response) => unknown
  fail?: (failure: { errMsg?: unknown }) => unknown
}

interface Response {
  statusCode: number
  header?: object
  data?: unknown
}

interface Task {
  onHeadersReceived?(listener: (response: { statusCode?: number; header?: object }) => void): void
}

/** How the platform's function is defined in whose place a stand-in stands; not at all where it is inherited. */
const originals = new WeakMap<Method, PropertyDescriptor | undefined>()

/**
 * cos-wx-sdk-v5. It tells nobody of a response, so the function of the platform that it is about to call
 * (lib/request.js) has another one in its place, until it is called: that is in the same synchronous stretch.
 */
export const watchMiniProgram: WatchSend<MiniProgramSendOptions> = (send, { operation, options, resume }) => {
  const platform = wx
  const name = send.filePath ? 'uploadFile' : 'request'
  const method = platform[name]
  if (!method) return
  // A stand-in is there still where, in the same stretch, a request was given up before it was made.
  const descriptor = originals.has(method)
    ? originals.get(method)
    : Object.getOwnPropertyDescriptor(platform, name)

  const stand: Method = function (request) {
    restore()
    // Only where the request was never made can this be another one.
    const isOther = !request || (send.headers && request.header !== send.headers)
    if (isOther) return method.apply(this, arguments as never)
    const attempt = openUrl(operation, request.method || 'GET', request.url)
    let header: object | undefined
    const task = method.call(this, {
      ...request,
      success(response) {
        // `wx.uploadFile` gives none here, or an empty one.
        const all = { ...header, ...response?.header }
        guard(options, () => respondWhole(attempt, response.statusCode, all, response.data))
        resume?.()
        return request.success?.apply(this, arguments as never)
      },
      fail(failure) {
        guard(options, () => {
          if (header) attempt.respond(undefined, header)
          attempt.fail(codeOfMessage(failure?.errMsg))
        })
        resume?.()
        return request.fail?.apply(this, arguments as never)
      },
    })
    guard(options, () =>
      task?.onHeadersReceived?.((response) => {
        header = response.header
        // The developer tool gives no status here, and `wx.uploadFile` nowhere.
        if (response.statusCode) attempt.respond(response.statusCode, header)
      }),
    )
    return task
  }
  const restore = () => {
    if (platform[name] !== stand) return
    if (descriptor) Reflect.defineProperty(platform, name, descriptor)
    else Reflect.deleteProperty(platform, name)
  }
  // One that cannot be configured can be written perhaps.
  const configurable = descriptor?.configurable !== false
  Object.defineProperty(platform, name, { configurable, writable: true, value: stand })
  originals.set(stand, descriptor)
  Promise.resolve().then(restore)
}

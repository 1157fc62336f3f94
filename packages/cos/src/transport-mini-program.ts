import { guard } from '@requestid/core'
import { errorCodeOf, type Observe, openUrl, respondWhole, type SendOptions } from './transport.js'

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
  header?: unknown
  data?: unknown
}

interface Task {
  onHeadersReceived?(listener: (response: { statusCode?: number; header?: unknown }) => void): void
}

/**
 * cos-wx-sdk-v5. It tells nobody of a response, so the function of the platform that it is about to call
 * (lib/request.js) has another one in its place, until it is called: that is in the same synchronous stretch.
 */
export const observeMiniProgram: Observe<MiniProgramSendOptions> = (send, { operation, options, resume }) => {
  const name = send.filePath ? 'uploadFile' : 'request'
  const method = wx[name]
  if (!method) return
  const descriptor = Object.getOwnPropertyDescriptor(wx, name)

  const stand: Method = function (request) {
    // Only where the request was never made can this be another one.
    if (request.header !== send.headers) return method.apply(this, arguments as never)
    restore()
    const exchange = openUrl(operation, request.method ?? 'GET', request.url)
    let header: unknown
    const task = method.call(this, {
      ...request,
      success(response) {
        // `wx.uploadFile` gives no header here.
        guard(options, () =>
          respondWhole(exchange, response.statusCode, response.header ?? header, response.data),
        )
        resume()
        return request.success?.apply(this, arguments as never)
      },
      fail(failure) {
        guard(options, () => {
          if (header) exchange.respond(undefined, header)
          exchange.fail(errorCodeOf(failure?.errMsg))
        })
        resume()
        return request.fail?.apply(this, arguments as never)
      },
    })
    guard(options, () =>
      task?.onHeadersReceived?.((response) => {
        header = response.header
        // The developer tool gives no status here, and `wx.uploadFile` nowhere.
        if (response.statusCode) exchange.respond(response.statusCode, header)
      }),
    )
    return task
  }
  const restore = () => {
    if (wx[name] !== stand) return
    if (descriptor) Object.defineProperty(wx, name, descriptor)
    else Reflect.deleteProperty(wx, name)
  }
  Object.defineProperty(wx, name, { configurable: true, enumerable: true, writable: true, value: stand })
  Promise.resolve().then(restore)
}

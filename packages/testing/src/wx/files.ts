/** The files of a mini program. */
import { readFile, stat } from 'node:fs/promises'
import { fail, succeed } from './callbacks.js'
import { arrayBufferOf } from './transport.js'
import type { WxCallbackResult, WxCallbacks, WxFileError, WxFileSystemManager } from './types.js'

/** Settles a call by what reading its file comes to. */
function settle<R extends WxCallbackResult>(
  path: string,
  callbacks: WxCallbacks<R, WxFileError>,
  api: string,
  outcome: Promise<R>,
): void {
  outcome.then(
    (result) => succeed(callbacks, result),
    ({ code, message }: NodeJS.ErrnoException) =>
      fail(
        callbacks,
        code === 'ENOENT'
          ? { errMsg: `${api}:fail no such file or directory ${path}`, errCode: 1_300_002 }
          : { errMsg: `${api}:fail ${message}`, errCode: 1_300_001 },
      ),
  )
}

/** The files of this machine. */
export const fileSystemManager: WxFileSystemManager = {
  readFile(options) {
    const { filePath, encoding, position = 0, length } = options
    const read = async () => {
      const bytes = (await readFile(filePath)).subarray(position, length && position + length)
      return { data: encoding ? bytes.toString(encoding) : arrayBufferOf(bytes), errMsg: 'readFile:ok' }
    }
    settle(filePath, options, 'readFile', read())
  },
  stat(options) {
    const read = async () => {
      const found = await stat(options.path)
      const stats = {
        mode: found.mode,
        size: found.size,
        lastAccessedTime: Math.floor(found.atimeMs / 1000),
        lastModifiedTime: Math.floor(found.mtimeMs / 1000),
        isDirectory: () => found.isDirectory(),
        isFile: () => found.isFile(),
      }
      return { stats, errMsg: 'stat:ok' }
    }
    settle(options.path, options, 'stat', read())
  },
}

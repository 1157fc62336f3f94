// What test/bench/report.mjs measures of the COS SDK for Node.
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BODY, none, own, PARTS } from '../../../test/bench/report/kit.mjs'

const require = createRequire(import.meta.url)

export const SDKS = {
  cos: {
    name: 'cos-nodejs-sdk-v5',
    server: ['tencent-cos', 'cosOptions'],
    create(variant, options) {
      const cos = new (require('cos-nodejs-sdk-v5'))(options)
      if (variant === 'plugin') require('@requestid/cos').withRequestId(cos)
      return cos
    },
    ids: { plain: none, plugin: own, 'hand-written': (outcome) => outcome.headers['x-cos-request-id'] },
    calls(cos) {
      const object = { Bucket: 'bench-1250000000', Region: 'ap-beijing', Key: 'a' }
      const FilePath = join(tmpdir(), `requestid-report-${process.pid}`)
      return {
        put: () => cos.putObject({ ...object, Body: BODY }),
        get: () => cos.getObject(object),
        head: () => cos.headObject({ ...object, Key: 'missing' }),
        upload() {
          // Of zeros; the SDK takes no parts of less than 1 MB.
          if (!existsSync(FilePath)) {
            writeFileSync(FilePath, '')
            truncateSync(FilePath, PARTS * 1024 * 1024)
            process.on('exit', () => rmSync(FilePath))
          }
          return cos.sliceUploadFile({ ...object, Key: 'big', FilePath })
        },
      }
    },
  },
}

// The heap after many operations of ali-oss, whose option `urllib` takes the place of the network. The first tenth is
// not counted: it is when code is compiled.
import { createRequire } from 'node:module'
import { getHeapStatistics } from 'node:v8'

const require = createRequire(import.meta.url)
const [variant, count] = process.argv.slice(2)
const urllib = {
  async request() {
    const headers = { 'x-oss-request-id': '5C3D9175B6FC201293AD4890', server: 'AliyunOSS' }
    return { status: 200, data: Buffer.alloc(10), headers, res: { status: 200, statusCode: 200, headers } }
  },
}
const key = { accessKeyId: 'id', accessKeySecret: 'secret' }
const client = new (require('ali-oss'))({ ...key, bucket: 'bench', region: 'oss-cn-hangzhou', urllib })
if (variant === 'plugin') require('@requestid/oss').withRequestId(client)

const used = () => {
  global.gc()
  return getHeapStatistics().used_heap_size
}
const run = async (count) => {
  for (let i = 0; i < count; i++) await client.get('a')
}
await run(count / 10)
const before = used()
await run(count)
process.send({ before, after: used() })
process.disconnect()

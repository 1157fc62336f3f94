// Hexo's deployer, which makes its client in a closure, and names no endpoint: what it asks for is answered here.
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { join, sep } = require('node:path')
const nock = require('nock')
const { registerAll } = require('@requestid/register')

const ids = []
registerAll({ onExchange: ({ method, requestId }) => ids.push(`${method} ${requestId}`) })
nock.disableNetConnect()
const answer = () => [200, '<ListBucketResult/>', { 'x-cos-request-id': 'NjVmMDAwMDBfYWJjZGVmMTJfMWFi' }]
nock('https://blog-1250000000.cos.ap-beijing.myqcloud.com')
  .persist()
  .get(/./)
  .reply(answer)
  .put(/./)
  .reply(answer)

const folder = mkdtempSync(join(require('node:os').tmpdir(), 'requestid-hexo-'))
writeFileSync(join(folder, 'index.html'), 'text')
process.on('exit', () => {
  rmSync(folder, { recursive: true })
  console.log(JSON.stringify([...new Set(ids)].sort()))
})
globalThis.hexo = { extend: { deployer: { register: (_, deployer) => Object.assign(hexo, { deployer }) } } }
require('hexo-deployer-cos')
hexo.log = { info() {}, error: console.error }
hexo.public_dir = folder + sep
hexo.deployer({ secretId: 'id', secretKey: 'key', bucket: 'blog-1250000000', region: 'ap-beijing' })

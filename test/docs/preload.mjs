// Loaded before a block of the documentation: gives it the names that a reader's program has, and sends what goes out
// over HTTPS to a server on this machine; the Host header stays that of the bucket.
import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'

const port = process.env.TEST_PORT
https.request = ({ agent, headers, ...options }, callback) =>
  http.request(
    {
      ...options,
      headers: { host: options.host, ...headers },
      protocol: 'http:',
      host: '127.0.0.1',
      hostname: '127.0.0.1',
      port,
    },
    callback,
  )
syncBuiltinESMExports()

Object.assign(globalThis, {
  SecretId: 'test-secret-id',
  SecretKey: 'test-secret-key',
  Bucket: 'examplebucket-1250000000',
  Region: 'ap-beijing',
  Body: 'text',
})

import { aws, tencentCos, tencentCosTicket, tickets } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'
import { readAddress as readAddressOf } from '../src/address.js'
import { captureExchanges, type Exchange, formatSupportReport, type RequestInfo } from '../src/index.js'
import { Operation, supportReport } from '../src/plugin.js'

const hosts = tickets.flatMap(({ hosts = [] }) => hosts)
const readAddress = (host: string, path?: string) => readAddressOf(hosts, host, path)

const exchange = (fields: Partial<Exchange> = {}): Exchange => ({
  vendor: 'tencent-cos',
  requestId: 'NjUwZTU5ZTZfMQ==',
  statusCode: 404,
  method: 'GET',
  host: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com',
  path: '/a/b.txt',
  startTime: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  durationMs: 12.3,
  ...fields,
})

function infoOf(exchanges: Exchange[], fields: Partial<RequestInfo> = {}): RequestInfo {
  const { vendor = 'tencent-cos', requestId, statusCode } = exchanges[exchanges.length - 1] ?? {}
  return {
    vendor,
    source: 'plugin',
    ...(requestId && { requestId }),
    ...(statusCode && { statusCode }),
    ...fields,
    exchanges,
  }
}

const lines = (text?: string) => text?.split('\n') ?? []
/** The value behind a label. */
const row = (text: string | undefined, label: string) =>
  lines(text)
    .find((line) => line.startsWith(`${label}: `))
    ?.slice(label.length + 2)

describe('readAddress', () => {
  it.each([
    // Tencent Cloud COS
    ['b-1250000000.cos.ap-beijing.myqcloud.com', '/a/b', ['cos', 'ap-beijing', 'b-1250000000', 'a/b']],
    ['b-1250000000.cos.ap-beijing-1.tencentcos.cn', '/', ['cos', 'ap-beijing-1', 'b-1250000000']],
    ['cos.ap-beijing.myqcloud.com', '/b-1250000000/a/b', ['cos', 'ap-beijing', 'b-1250000000', 'a/b']],
    ['b-1250000000.cos.accelerate.myqcloud.com', '/a', ['cos', undefined, 'b-1250000000', 'a']],
    [
      'b-1250000000.cos-internal.ap-beijing.tencentcos.cn',
      '/a',
      ['cos-internal', 'ap-beijing', 'b-1250000000', 'a'],
    ],
    ['b-1250000000.ci.ap-chongqing.myqcloud.com', '/jobs', ['ci', 'ap-chongqing', 'b-1250000000', 'jobs']],
    ['service.cos.myqcloud.com', '/', []],
    // Alibaba Cloud OSS
    ['b.oss-cn-hangzhou.aliyuncs.com', '/a', ['oss', 'cn-hangzhou', 'b', 'a']],
    ['b.oss-cn-hangzhou-internal.aliyuncs.com', '/a', ['oss', 'cn-hangzhou', 'b', 'a']],
    ['b.oss-accelerate.aliyuncs.com', '/a', ['oss', undefined, 'b', 'a']],
    ['b.oss-accelerate-overseas.aliyuncs.com', '/a', ['oss', undefined, 'b', 'a']],
    ['b.s3.oss-cn-hangzhou.aliyuncs.com', '/a', ['oss', 'cn-hangzhou', 'b', 'a']],
    ['b.cn-hangzhou.oss.aliyuncs.com', '/a', ['oss', 'cn-hangzhou', 'b', 'a']],
    ['oss-us-west-1.aliyuncs.com', '/b/a', ['oss', 'us-west-1', 'b', 'a']],
    // Amazon S3
    ['b.s3.eu-west-1.amazonaws.com', '/a', ['s3', 'eu-west-1', 'b', 'a']],
    ['my.bucket.s3.eu-west-1.amazonaws.com', '/a', ['s3', 'eu-west-1', 'my.bucket', 'a']],
    ['b.s3-eu-west-1.amazonaws.com', '/a', ['s3', 'eu-west-1', 'b', 'a']],
    ['b.s3.amazonaws.com', '/a', ['s3', undefined, 'b', 'a']],
    ['s3.amazonaws.com', '/b/a', ['s3', undefined, 'b', 'a']],
    ['s3.us-east-1.amazonaws.com', '/b/a/c', ['s3', 'us-east-1', 'b', 'a/c']],
    ['b.s3.dualstack.us-gov-west-1.amazonaws.com', '/a', ['s3', 'us-gov-west-1', 'b', 'a']],
    ['b.s3-fips.us-east-1.amazonaws.com', '/a', ['s3', 'us-east-1', 'b', 'a']],
    ['b.s3-accelerate.amazonaws.com', '/a', ['s3', undefined, 'b', 'a']],
    ['b.s3.cn-north-1.amazonaws.com.cn', '/a', ['s3', 'cn-north-1', 'b', 'a']],
    [
      'b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com',
      '/a',
      ['s3', 'us-east-1', 'b--use1-az4--x-s3', 'a'],
    ],
    // An access point is not a bucket, nor is an account.
    ['ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com', '/a', ['s3-accesspoint', 'us-west-2']],
    ['123456789012.s3-control.us-west-2.amazonaws.com', '/v20180820/jobs', ['s3-control', 'us-west-2']],
    // Other services of AWS: their paths are no keys.
    ['dynamodb.us-east-1.amazonaws.com', '/', ['dynamodb', 'us-east-1']],
    ['123456789012.ddb.us-east-1.amazonaws.com', '/', ['ddb', 'us-east-1']],
    ['lambda-fips.us-east-1.amazonaws.com', '/2015-03-31/functions', ['lambda', 'us-east-1']],
    ['lambda.us-east-1.api.aws', '/2015-03-31/functions', ['lambda', 'us-east-1']],
    ['sts.amazonaws.com', '/', ['sts']],
    // S3-compatible services
    ['b.obs.cn-north-4.myhuaweicloud.com', '/a', ['obs', 'cn-north-4', 'b', 'a']],
    ['b.tos-s3-cn-beijing.volces.com', '/a', ['tos', 'cn-beijing', 'b', 'a']],
    ['b.s3.bj.bcebos.com', '/a', ['bcebos', 'bj', 'b', 'a']],
    ['storage.googleapis.com', '/b/a', ['storage', undefined, 'b', 'a']],
    [`${'0a'.repeat(16)}.r2.cloudflarestorage.com`, '/b/a', ['r2', undefined, 'b', 'a']],
    // What says nothing
    ['127.0.0.1:9000', '/b/a', []],
    ['localhost', '/b/a', []],
    ['cdn.example.com', '/b/a', []],
    ['s3.example.com', '/b/a', []],
    ['b.s3.eu-west-1.amazonaws.com.evil.com', '/a', []],
    ['', '', []],
  ])('%s %s', (host, path, [service, region, bucket, key]) => {
    const { service: s, region: r, bucket: b, key: k } = readAddress(host, path)
    expect([s, r, b, k]).toEqual([service, region, bucket, key])
  })

  it('takes a port, any letter case, an encoded key and a query', () => {
    const address = readAddress(
      'B.S3.eu-west-1.amazonaws.com:443',
      '/%E4%B8%AD%2Fb%3F.txt?X-Amz-Signature=secret',
    )
    expect(address).toEqual({ service: 's3', region: 'eu-west-1', bucket: 'b', key: '中/b?.txt' })
    expect(readAddress('b.s3.eu-west-1.amazonaws.com', '/100%').key).toBe('100%')
  })

  it('is quick with hosts made to be slow', () => {
    const started = performance.now()
    for (const part of ['a.', 'a-', '-a.s3.', 's3.dualstack.']) readAddress(part.repeat(10_000), '/')
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('formatSupportReport', () => {
  it('gives an id without a kind under the name of its header, but none that can be no id', () => {
    const otherIds = { 'x-amz-apigw-id': 'KjY2ZFHAvHcFbrA=', 'a b': 'id', c: 'two words' }
    const report = formatSupportReport(exchange({ vendor: 'aws', otherIds }))
    expect(row(report, 'x-amz-apigw-id')).toBe('KjY2ZFHAvHcFbrA=')
    expect(report).not.toMatch(/a b|two words/)
  })

  it('of a plugin knows its own vendor alone, and of another one gives the ids in terms that many use', () => {
    const ofCos = supportReport([tencentCosTicket])
    expect(ofCos(exchange())).toBe(formatSupportReport(exchange()))
    const host = 'b.oss-cn-hangzhou.aliyuncs.com'
    const other = ofCos(exchange({ vendor: 'alibaba-oss', ec: '0026-00000001', host }))
    expect(row(other, 'Request ID')).toBe('NjUwZTU5ZTZfMQ==')
    expect(row(other, 'EC')).toBe('0026-00000001')
    expect(row(other, 'Service')).toBe('alibaba-oss')
    expect(row(other, 'Path')).toBe('/a/b.txt')
    expect(row(other, 'Bucket')).toBeUndefined()
  })

  it('is headed by the request that decided, where the id is of an earlier one', () => {
    const good = exchange({ statusCode: 200, method: 'POST', durationMs: 7 })
    const {
      requestId: _,
      statusCode: _status,
      ...failed
    } = exchange({
      errorCode: 'ESOCKETTIMEDOUT',
      method: 'PUT',
      startTime: Date.UTC(2026, 0, 2, 3, 5),
      durationMs: 1000,
    })
    const { requestId = '' } = good
    const info: RequestInfo = {
      vendor: 'tencent-cos',
      requestId,
      idOf: 'earlier',
      errorCode: 'ESOCKETTIMEDOUT',
      source: 'plugin',
      exchanges: [good, failed],
    }
    const report = formatSupportReport(info)
    expect(row(report, 'Time (UTC)')).toBe('2026-01-02T03:05:00.000Z')
    expect(row(report, 'RequestId (of an earlier request)')).toBe(requestId)
    expect(row(report, 'Method')).toBe('PUT')
    expect(row(report, 'HTTP status')).toBeUndefined()
    expect(row(report, 'Error code')).toBe('ESOCKETTIMEDOUT')
    expect(row(report, 'Duration')).toBe('1000 ms')
    expect(row(report, 'Diagnosis')).toBeUndefined()
    expect(lines(report).some((line) => line.startsWith('- ') && line.includes(requestId))).toBe(true)
    expect(row(formatSupportReport(info, { language: 'zh' }), 'RequestId（属于更早的请求）')).toBe(requestId)
  })

  it('has everything in order, in the terms of COS', () => {
    const first = exchange({ requestId: 'first', statusCode: 503, startTime: Date.UTC(2026, 0, 2) })
    const info = infoOf([first, exchange({ traceId: 'dHJhY2U=' })], { traceId: 'dHJhY2U=' })
    const report = formatSupportReport(info, { sdk: 'cos-nodejs-sdk-v5 3.0.0', operation: 'getObject' })
    expect(lines(report)).toEqual([
      'Time (UTC): 2026-01-02T03:04:05.006Z',
      'RequestId: NjUwZTU5ZTZfMQ==',
      'TraceId: dHJhY2U=',
      'Service: Tencent Cloud COS',
      'Region: ap-beijing',
      'Bucket: examplebucket-1250000000',
      'Object key: a/b.txt',
      'Operation: getObject',
      'Method: GET',
      'Host: examplebucket-1250000000.cos.ap-beijing.myqcloud.com',
      'HTTP status: 404',
      'Duration: 12.3 ms',
      'SDK: cos-nodejs-sdk-v5 3.0.0',
      '',
      'Earlier attempts:',
      '- 2026-01-02T00:00:00.000Z  GET  503  first  12.3 ms',
      '',
      'Diagnosis: https://console.cloud.tencent.com/cos/diagnose',
    ])
  })

  it('has the same lines in Chinese', () => {
    const info = infoOf([
      exchange({ requestId: 'first', statusCode: 503 }),
      exchange({ traceId: 'dHJhY2U=' }),
    ])
    const options = { sdk: 'cos-nodejs-sdk-v5 3.0.0', operation: 'getObject' }
    const chinese = lines(formatSupportReport(info, { ...options, language: 'zh-CN' }))
    const values = (report: string[]) => report.map((line) => line.replace(/^[^:]*:/, ''))
    const service = (line: string) => line.replace(/ (Tencent Cloud|腾讯云对象存储)/, '')
    expect(values(chinese).map(service)).toEqual(
      values(lines(formatSupportReport(info, options))).map(service),
    )
    expect(chinese.slice(0, 4)).toEqual([
      '时间（UTC）: 2026-01-02T03:04:05.006Z',
      'RequestId: NjUwZTU5ZTZfMQ==',
      '服务: 腾讯云对象存储 COS',
      '地域: ap-beijing',
    ])
    expect(formatSupportReport(info, { language: 'fr' })).toBe(formatSupportReport(info))
  })

  it('names both ids of S3 as AWS asks for them, and no page', () => {
    const ids = { requestId: 'R5PHVK49D4F5I5T6', extendedRequestId: 'POVP47=' }
    const host = 'b.s3.eu-west-1.amazonaws.com'
    const report = formatSupportReport(infoOf([exchange({ vendor: 'aws', host, ...ids })], ids))
    expect(row(report, 'Request ID')).toBe(ids.requestId)
    expect(row(report, 'Extended request ID (x-amz-id-2)')).toBe(ids.extendedRequestId)
    expect(row(report, 'Service')).toBe('Amazon S3')
    expect(report).not.toContain('http')
  })

  it('names another service of AWS', () => {
    const host = 'dynamodb.us-east-1.amazonaws.com'
    const report = formatSupportReport(infoOf([exchange({ vendor: 'aws', host, path: '/' })]))
    expect([row(report, 'Service'), row(report, 'Region')]).toEqual(['AWS dynamodb', 'us-east-1'])
    expect(row(report, 'Path')).toBeUndefined()
  })

  it('links the page for an EC of OSS, and for an id of STS', () => {
    const oss = { vendor: 'alibaba-oss', requestId: '6B01F5467C9BB0A36CB657A0', exchanges: [] }
    expect(formatSupportReport(oss)).not.toContain('Diagnosis')
    expect(row(formatSupportReport({ ...oss, ec: '0026-00000001' }), 'Diagnosis')).toBe(
      'https://api.aliyun.com/troubleshoot?q=0026-00000001',
    )
    expect(row(formatSupportReport({ ...oss, vendor: 'alibaba-sts' }), 'Diagnosis')).toBe(
      'https://api.aliyun.com/troubleshoot?q=6B01F5467C9BB0A36CB657A0',
    )
  })

  it('takes an outcome, what wraps it, an exchange, a copy, and what has ids alone', () => {
    const error = new Error('failed')
    const operation = new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
    operation
      .open('GET', 'b-1250000000.cos.ap-beijing.myqcloud.com', '/a')
      .respond(404, { 'x-cos-request-id': 'id' })
    operation.settle(error)
    const report = formatSupportReport(error)
    expect(row(report, 'Bucket')).toBe('b-1250000000')
    expect(formatSupportReport(new Error('outer', { cause: error }))).toBe(report)
    expect(formatSupportReport(operation.exchanges[0])).toBe(report)
    expect(formatSupportReport({ ...error })).toBe('Request ID: id')
    expect(lines(formatSupportReport({ vendor: 'minio', requestId: 'id' }))).toEqual([
      'Request ID: id',
      'Service: MinIO',
    ])
    expect(lines(formatSupportReport({ vendor: 'acme', requestId: 'id' }))).toEqual([
      'Request ID: id',
      'Service: acme',
    ])
  })

  it.each([[undefined], [null], ['text'], [42], [{}], [new Error('failed')], [{ requestId: 'two lines\n' }]])(
    'gives nothing for %s',
    (value) => {
      expect(formatSupportReport(value)).toBeUndefined()
    },
  )

  it('never throws', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
        getPrototypeOf: () => {
          throw new Error('no')
        },
      },
    )
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    for (const value of [
      hostile,
      proxy,
      { vendor: 'aws', exchanges: proxy },
      { vendor: 'aws', exchanges: [hostile, proxy] },
    ]) {
      expect(() => formatSupportReport(value)).not.toThrow()
    }
    const exchanges = [{ startTime: Number.NaN, host: 1, path: {}, durationMs: '1' }]
    const wrong = { vendor: 'aws', requestId: 1, statusCode: '404', exchanges }
    expect(formatSupportReport(wrong)).toMatch(/^Service: AWS\n\n[^\n]*:\n- $/)
    expect(formatSupportReport({ vendor: 'aws', exchanges: [] })).toBeUndefined()
  })

  it('takes from an error what the service wrote, before what its host says', () => {
    const settled = (fields: object, host: string) => {
      const error = Object.assign(new Error('failed'), fields)
      const operation = new Operation({ options: {}, vendors: [aws], evidence: () => ({}) })
      operation.open('GET', host, '/b/a').respond(404, { 'x-amz-request-id': 'id' })
      operation.settle(error)
      const report = formatSupportReport(error)
      return ['Region', 'Bucket', 'Object key', 'Path', 'Error code'].map((label) => row(report, label))
    }
    const host = '127.0.0.1:9000'
    expect(settled({}, host)).toEqual([undefined, undefined, undefined, '/b/a', undefined])
    expect(
      settled({ $fault: 'client', Code: 'NoSuchKey', BucketName: 'b', Key: 'a', Region: 'eu-west-1' }, host),
    ).toEqual(['eu-west-1', 'b', 'a', undefined, 'NoSuchKey'])
    // That of AuthorizationHeaderMalformed is the one that would have been right.
    expect(settled({ $fault: 'client', Region: 'eu-west-1' }, 's3.us-east-1.amazonaws.com')[0]).toBe(
      'us-east-1',
    )
    expect(settled({ params: { bucket: 'b', object: 'a' }, code: 'NoSuchKey' }, host).slice(1)).toEqual([
      'b',
      'a',
      undefined,
      'NoSuchKey',
    ])
    const Resource = 'b-1250000000.cos.ap-beijing.myqcloud.com/a%20b'
    expect(settled({ error: { Code: 'NoSuchKey', Resource } }, 'cdn.example.com')).toEqual([
      'ap-beijing',
      'b-1250000000',
      'a b',
      undefined,
      'NoSuchKey',
    ])
    // Of a result they are the service's data.
    const data = {
      Key: 'other',
      BucketName: 'other',
      Region: 'other',
      params: { object: 'other', bucket: 'other' },
    }
    expect(settled(data, host)).toEqual([undefined, undefined, undefined, '/b/a', undefined])
    // The status in place of a code, and an error that is none of the service's.
    expect(settled({ code: '404', name: 'TypeError' }, host)[4]).toBeUndefined()
    expect(settled({ $fault: 'client', $metadata: {}, name: 'NotFound' }, host)[4]).toBe('NotFound')
  })

  it('lists other requests than attempts under another title, with their targets', () => {
    const part = exchange({ method: 'PUT', path: '/a/part', requestId: 'part' })
    const elsewhere = exchange({ host: 'sts.amazonaws.com', path: '/', requestId: 'sts' })
    const report = lines(formatSupportReport(infoOf([part, elsewhere, exchange()])))
    const title = report.indexOf('Other requests of the same operation:')
    expect(report.slice(title + 1, title + 3)).toEqual([
      '- 2026-01-02T03:04:05.006Z  PUT  /a/part  404  part  12.3 ms',
      '- 2026-01-02T03:04:05.006Z  GET  sts.amazonaws.com/  404  sts  12.3 ms',
    ])
    // A later failure of the same request is no earlier attempt.
    const { requestId: _, statusCode: __, ...failed } = exchange({ errorCode: 'ECONNRESET' })
    const info = { ...infoOf([exchange()]), exchanges: [exchange(), failed] }
    expect(formatSupportReport(info)).toContain('Other requests')
  })

  it('keeps the failed ones of very many, and says how many there are', () => {
    const many = Array.from({ length: 1000 }, (_, i) =>
      exchange({ requestId: `id${i}`, statusCode: i % 100 ? 200 : 503 }),
    )
    const report = lines(formatSupportReport(infoOf([...many, exchange()])))
    expect(report.filter((line) => line.startsWith('- 2026')).map((line) => line.split('  ')[3])).toEqual(
      Array.from({ length: 10 }, (_, i) => `id${i * 100}`),
    )
    expect(report).toContain('- and 990 more')
  })

  it('mixes no request into a job that none decided', async () => {
    const error = new Error('of the job')
    await captureExchanges(() => {
      const operation = new Operation({ options: {}, vendors: [tencentCos], evidence: () => ({}) })
      operation.open('GET', 'host', '/a').respond(200, { 'x-cos-request-id': 'id' })
      throw error
    }).catch(() => {})
    const report = formatSupportReport(error)
    expect(row(report, 'HTTP status')).toBeUndefined()
    expect(row(report, 'RequestId')).toBeUndefined()
    expect(report).toMatch(/^- .* {2}GET {2}host\/a {2}200 {2}id {2}/m)
  })

  it('puts no line break, terminal escape or credential into the text', () => {
    const secret = 'c0ffeec0ffee'
    const report = formatSupportReport(
      infoOf([
        exchange({
          path: `/a%0ARequestId%3A%20x%1B%5B31m%E2%80%AE?q-signature=${secret}`,
          errorCode: `a\n${secret}`,
        }),
      ]),
      { sdk: `sdk\n1.0 authorization: Bearer ${secret}`, operation: `a b ${secret}` },
    )
    expect(row(report, 'Object key')).toBe('a\\u{a}RequestId: x\\u{1b}[31m\\u{202e}')
    expect(row(report, 'SDK')).toBe('sdk\\u{a}1.0 authorization: ***')
    expect(report).not.toContain(secret)
    const signed = exchange({ host: 'cdn.example.com', path: `/a?x=${secret}` })
    expect(row(formatSupportReport(signed), 'Path')).toBe('/a')
    for (const name of [
      'X-Amz-Signature',
      'X-Amz-Credential',
      'X-Amz-Security-Token',
      'Signature',
      'AWSAccessKeyId',
      'OSSAccessKeyId',
      'security-token',
      'x-oss-signature',
      'q-signature',
      'q-ak',
      'q-key-time',
      'x-cos-security-token',
      'sign',
      'sig',
      'access_token',
      'client_secret',
      'Authorization',
    ]) {
      const key = `a?x=1&${name}=${secret}&y=2`
      const text = formatSupportReport(infoOf([exchange()]), { key })
      expect(row(text, 'Object key'), name).toBe(`a?x=1&${name}=***&y=2`)
    }
  })
})

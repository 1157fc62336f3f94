// What this project writes of a failed call is found again in a text, for every vendor: each id, status, code, time and host.
import { inspect } from 'node:util'
import {
  type Exchange,
  errorSerializer,
  formatSupportReport,
  getRequestInfo,
  requestIdFields,
} from '@requestid/core'
import { Operation } from '@requestid/core/plugin'
import { findInStream, findRequestIds } from '@requestid/find'
import { aws, type Ids, texts, tickets } from '@requestid/vendors'
import { describe, expect, it } from 'vitest'

const UUID = '0cab70b4-18d2-422b-89a0-c3921d2e1b4a'
const extendedRequestId = '4GjELy99Qdktrl9GhYnsYMunDxvPq1Hh35k+hmCL5GIpk6cH55ELlNSocLIHl8gfZmpQB7sltiI='
const traceId = Buffer.from('8efc6b2d3b069ca894'.padEnd(96, '0123456789abcdef')).toString('base64')
const ec = '0003-00000001'

/** The ids of each vendor. */
const samples: { readonly [vendor: string]: Ids & { requestId: string } } = {
  'tencent-cos': { requestId: 'NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk', traceId },
  ceph: {
    requestId: 'tx00000000000000001a2b3-0063f0c1d2-1a2b3c-fra1',
    extendedRequestId: '1a2b3c4d-fra1-default',
  },
  'openstack-swift': { requestId: 'tx2c51db6fd5ae47d6be2cc-00633eef5b' },
  'azure-blob': { requestId: 'bf44f61b-0001-000a-1f8c-48639c000000' },
  azure: { requestId: UUID, traceId: '3c2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4' },
  'alibaba-sls': { requestId: '66A1B2C39935E338390F6F6B' },
  'alibaba-sts': { requestId: UUID.toUpperCase() },
  'alibaba-cloud': { requestId: UUID.toUpperCase() },
  'tencent-cloud': { requestId: UUID },
  aws: {
    requestId: 'WNF8WKBEDV3ECJGX91D8ECT1BBGOP4GQIGAM7HZLRJAV7SNGD06Q',
    otherIds: { 'x-amz-apigw-id': 'KjY2ZFHAvHcFbrA=' },
  },
  'alibaba-oss': { requestId: '66A1B2C39935E338390F6F6B', ec },
  'huawei-obs': { requestId: '0000018A2A73AF59D3085C8F8ABF0C65', extendedRequestId },
  minio: {
    requestId: '17AEE4329FDE2964',
    extendedRequestId: 'dd9025bab4ad464b049177c95eb6ebf374d3b3fd1af9251148b658df7ac2e3e8',
  },
  'backblaze-b2': { requestId: 'f93b7f10c87a8867', extendedRequestId: 'aZeczZjajYeBlHjI5YT82fmWhOI01RjOI' },
  wasabi: { requestId: '5A967528CBC8853F:B', extendedRequestId },
  'kingsoft-ks3': { requestId: 'f4f266b513b046179b185fe1d071049d' },
  'aws-s3': { requestId: '4KZAZ961HQGG0RSG', extendedRequestId },
  'aws-cloudfront': { requestId: '5ZxaxPOoKEPPe3gLsvAMMMdZzcl7GjVYrPFL2Yn88VWbwGLVtiTJFw==' },
  'google-cloud-storage': {
    requestId:
      'AEnB2UrxvoAkDsKwP4EPdxX5N1UUqz5LxMusvogzht8f4mJoxxH8XzV3aqxo8AqtZVNzx126PFp7klyeIE7KjJY5UQ0T3LZPqB3fyFSYI',
  },
  'volcengine-tos': {
    requestId: '021697189999999fdbddc020-b0e25b8-1qDR2-PuO-cb-tos-front-azc-2',
    extendedRequestId: '49f1728c0e1364787ad540a45c08be44',
  },
  'baidu-bos': { requestId: UUID },
  'qiniu-kodo': { requestId: '4iYAAABkvKRlbLAX' },
  qingstor: { requestId: 'aa08cf7a43f611e5886952542e6ce14b' },
  'microsoft-graph': { requestId: UUID },
  'google-cloud': { requestId: 'a5f0c1d2e3b4978611' },
  openai: { requestId: 'req_0123456789abcdef0123456789abcdef' },
  anthropic: { requestId: 'req_011CYEXr8tVywV7AFBGxgYh2' },
  github: { requestId: 'D6B6:B7D7:1419EA:151E71:62570B02' },
  'cloudflare-r2': { requestId: '99eaca4b1e64a0f2-SJC' },
  cloudflare: { requestId: '99eaca4b1e64a0f2-SJC' },
}

const at = Date.UTC(2026, 10, 21, 10, 2, 3, 45)

it('has ids of every vendor', () => {
  expect(Object.keys(samples).sort()).toEqual(
    [...new Set([...texts, ...tickets].map(({ vendor }) => vendor))].sort(),
  )
})

describe.each(Object.entries(samples))('%s', (vendor, ids) => {
  const exchange: Exchange = {
    vendor,
    ...ids,
    statusCode: 404,
    method: 'GET',
    host: 'things.example.com',
    path: '/a.txt',
    startTime: at,
    durationMs: 12,
  }
  const operation = new Operation({ options: {}, vendors: [aws], evidence: () => ({}) })
  operation.record(exchange)
  const error = Object.assign(new Error('The thing does not exist.'), {
    name: 'NoSuchThing',
    code: 'NoSuchThing',
  })
  operation.settle(error, undefined, true)

  const whole = {
    vendor,
    ...ids,
    statusCode: 404,
    errorCode: 'NoSuchThing',
    time: new Date(at).toISOString(),
    method: 'GET',
    url: expect.stringMatching(/^things\.example\.com(?:\/a\.txt)?$/),
  }
  const { time, method, url, ...failure } = whole
  const { errorCode, ...request } = whole
  const fields = { vendor, ...ids }
  const line = { level: 50, time: at, pid: 1, hostname: 'web-1', err: errorSerializer(error), msg: 'failed' }
  const ecs = {
    '@timestamp': new Date(at).toISOString(),
    'log.level': 'error',
    error: { type: 'NoSuchThing', message: 'x', stack_trace: 'NoSuchThing: x\n    at y' },
    ...requestIdFields(error),
  }

  it.each<[string, string, object]>([
    ['requestIdFields', JSON.stringify(requestIdFields(error)), fields],
    ['errorSerializer', JSON.stringify(errorSerializer(error)), failure],
    ['errorSerializer, in lines', JSON.stringify(errorSerializer(error), undefined, 2), failure],
    ['errorSerializer, as Node prints it', inspect(errorSerializer(error)), failure],
    ['a line of pino', JSON.stringify(line), { ...failure, time }],
    ['a line of ECS', JSON.stringify(ecs), { ...fields, errorCode: 'NoSuchThing', time }],
    ['an exchange', JSON.stringify(exchange), request],
    ['an exchange, as Node prints it', inspect(exchange), request],
    ['getRequestInfo', JSON.stringify(getRequestInfo(error)), request],
    ['getRequestInfo, in lines', JSON.stringify(getRequestInfo(error), undefined, 2), request],
    ['a report', formatSupportReport(error) ?? '', whole],
    ['a report in Chinese', formatSupportReport(error, { language: 'zh' }) ?? '', whole],
  ])('%s', async (_, text, expected) => {
    // A report has no line for a vendor that it does not know.
    const found = findRequestIds(text)
    expect(found, text).toEqual([{ ...expected, line: expect.any(Number) }])
    const streamed = []
    for await (const one of findInStream([`${text}\n`])) streamed.push(one)
    expect(streamed).toEqual(found)
  })
})

// What mocks of an SDK come to when `withRequestId` is added: run by jest itself, from mocks.test.ts.
const { createMock } = require('@golevelup/ts-jest')
const { mock, mockDeep } = require('jest-mock-extended')
const mockito = require('ts-mockito')
const sinon = require('sinon')

jest.mock('@alicloud/pop-core')
jest.mock('ali-oss')
jest.mock('cos-nodejs-sdk-v5')
jest.mock('esdk-obs-nodejs')
jest.mock('minio')
jest.mock('@aws-sdk/client-s3')
jest.mock('@azure/storage-blob')
jest.mock('@volcengine/tos-sdk')
jest.mock('aws-sdk/clients/s3')
jest.mock('openai-6.49')
jest.mock('axios')

const sdks = [
  ['oss', 'ali-oss', (OSS) => OSS, 'put'],
  ['oss', 'ali-oss', ({ STS }) => STS, 'assumeRole'],
  ['oss', 'ali-oss', ({ ImageClient }) => ImageClient, 'getExif'],
  ['oss', 'ali-oss', ({ ClusterClient }) => ClusterClient, 'get'],
  ['cos', 'cos-nodejs-sdk-v5', (COS) => COS, 'getObject'],
  ['minio', 'minio', ({ Client }) => Client, 'putObject'],
  ['obs', 'esdk-obs-nodejs', (ObsClient) => ObsClient, 'putObject'],
  ['tos', '@volcengine/tos-sdk', ({ TosClient }) => TosClient, 'fetchBucket'],
  ['alibaba-cloud', '@alicloud/pop-core', ({ RPCClient }) => RPCClient, 'request'],
  ['aws', '@aws-sdk/client-s3', ({ S3Client }) => S3Client, 'send'],
  ['aws-v2', 'aws-sdk/clients/s3', (S3) => S3, 'upload'],
  ['azure', '@azure/storage-blob', ({ ContainerClient }) => ContainerClient, 'create'],
  ['ai', 'openai-6.49', ({ OpenAI }) => OpenAI, 'request'],
  ['http', 'axios', ({ Axios }) => Axios, 'get'],
]

describe.each(sdks)('%s: of %s %s', (plugin, sdk, of, method) => {
  const { withRequestId } = require(`@requestid/${plugin}`)
  const Real = of(jest.requireActual(sdk))
  const Mocked = of(require(sdk))
  const makers = {
    'an automock': () => new Mocked(),
    'a factory': () => ({ [method]: jest.fn() }),
    'a factory with more': () => ({ [method]: jest.fn(), options: {}, middlewareStack: { use: jest.fn() } }),
    'a class of stubs': () =>
      new (class Fake {
        [method] = sinon.stub()
      })(),
    createStubInstance: () => sinon.createStubInstance(Real),
    'createMock()': () => createMock(),
    'mock()': () => mock(),
    'mockDeep()': () => mockDeep(),
    'instance(mock(Class))': () => mockito.instance(mockito.mock(Real)),
    'instance(mock())': () => mockito.instance(mockito.mock()),
  }
  test.each(Object.entries(makers))('%s passes through', (_, make) => {
    const client = make()
    const prototype = Object.getPrototypeOf(client)
    const before = client[method]
    const onError = jest.fn()
    expect(withRequestId(client, { onError }) === client).toBe(true)
    expect(withRequestId(client) === client).toBe(true)
    expect(Object.getPrototypeOf(client)).toBe(prototype)
    // One of ts-mockito's kinds makes up a new function at each look.
    if (Object.keys(client).length > 0) expect(client[method] === before).toBe(true)
    expect(onError).not.toHaveBeenCalled()
    if (before.mock) expect(before.mock.calls).toEqual([])
  })

  test('with debug it says so', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {})
    withRequestId(new Mocked(), { debug: true })
    expect(warn.mock.calls).toEqual([['requestid: got a mock, which stays as it is']])
    warn.mockRestore()
  })

  test('what is no mock throws', () => {
    for (const none of [{}, { send() {} }, { [method]: () => {} }, null, 'text', Real, [], new Map()])
      expect(() => withRequestId(none)).toThrow(/^withRequestId: got .*; pass an instance: (?:new |axios)/)
  })
})

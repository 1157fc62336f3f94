// Half an id is none: whatever form, wherever a line break has cut it, it is the whole one or nothing.
import { expect, test } from 'vitest'
import { findRequestIds } from '../src/index.js'

const OSS = '66A1B2C39935E338390F6F6B'
const UUID = '0cab70b4-18d2-422b-89a0-c3921d2e1b4a'

const ids: readonly (readonly [label: string, id: string])[] = [
  ['RequestId', OSS],
  ['x-oss-request-id', OSS],
  ['x-log-requestid', OSS],
  ['x-amz-request-id', OSS],
  ['RequestId', 'NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk'],
  ['x-cos-request-id', 'NWQ1ZjY4MTBfMjZiMjU4NjRfOWI1N180NDBiYTY='],
  ['x-cos-request-id', 'NTk0NTRjZjZfNTViMjM1XzlkMV9hZTZhYg=='],
  ['status code: 403, request id', '4KZAZ961HQGG0RSG'],
  ['x-amz-request-id', '0716BC31FDCF4F05'],
  ['x-amz-request-id', '17AEE4329FDE2964'],
  ['x-amz-request-id', 'tx00000000000000001a2b3-0063f0c1d2-1a2b3c-fra1'],
  ['x-amzn-requestid', UUID],
  ['x-amzn-requestid', 'WNF8WKBEDV3ECJGX91D8ECT1BBGOP4GQIGAM7HZLRJAV7SNGD06Q'],
  ['AWS Request ID', UUID],
  ['x-amz-cf-id', '5ZxaxPOoKEPPe3gLsvAMMMdZzcl7GjVYrPFL2Yn88VWbwGLVtiTJFw=='],
  ['x-obs-request-id', '0000018A2A73AF59D3085C8F8ABF0C65'],
  ['RequestId', '0000018A2A73AF59D3085C8F8ABF0C65'],
  ['x-obs-request-id', '8DF400000163D3F2A89604C49ABEE55E'],
  ['x-tos-request-id', '021697189999999fdbddc020-b0e25b8-1qDR2-PuO-cb-tos-front-azc-2'],
  ['x-tos-request-id', 'a6cdc9a998f6adda91777d7ba8a97967-b009c8a-1qD46-PuO-cb-tos-front-azc-2'],
  ['x-ms-request-id', 'bf44f61b-0001-000a-1f8c-48639c000000'],
  ['x-ms-request-id', UUID],
  ['x-ms-request-id', '9c7bda3e67c621a6b57096323069f7af'],
  [
    'x-guploader-uploadid',
    'AEnB2UrxvoAkDsKwP4EPdxX5N1UUqz5LxMusvogzht8f4mJoxxH8XzV3aqxo8AqtZVNzx126PFp7klyeIE7KjJY5UQ0T3LZPqB3fyFSYI',
  ],
  ['x-bce-request-id', UUID],
  ['x-reqid', '4iYAAABkvKRlbLAX'],
  ['x-acs-request-id', UUID.toUpperCase()],
  ['[TencentCloudSDKException] requestId', UUID],
  ['x-kss-request-id', 'f4f266b513b046179b185fe1d071049d'],
  ['x-qs-request-id', 'aa08cf7a43f611e5886952542e6ce14b'],
  ['request-id', 'req_011CYEXr8tVywV7AFBGxgYh2'],
  ['x-request-id', 'req_0123456789abcdef0123456789abcdef'],
  ['x-amz-request-id', '5A967528CBC8853F:B'],
  ['x-github-request-id', 'D6B6:B7D7:1419EA:151E71:62570B02'],
  ['cf-ray', '99eaca4b1e64a0f2-SJC'],
]

test.each(ids)('%s: %s', (label, id) => {
  for (const [fold, end] of [
    ['\n', '\n'],
    ['\r\n', '\r\nDate: x\r\n'],
    ['\n> ', '\n> \n'],
    ['\n│ ', ', │\n'],
  ] as const) {
    const lead = fold.startsWith('\n') ? fold.slice(1) : ''
    for (let at = 1; at < id.length; at++) {
      for (const separator of [': ', '=']) {
        const text = `${lead}${label}${separator}${id.slice(0, at)}${fold}${id.slice(at)}${end}`
        const found = findRequestIds(text).map(({ requestId }) => requestId)
        if (found.length > 0) expect(found, JSON.stringify(text)).toEqual([id])
      }
    }
    expect(findRequestIds(`${lead}${label}: ${id}${end}`)).toMatchObject([{ requestId: id }])
  }
})

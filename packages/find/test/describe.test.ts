import { expect, test } from 'vitest'
import { findRequestIds } from '../src/index.js'

const S3 = '4KZAZ961HQGG0RSG'
const OSS = '66A1B2C39935E338390F6F6B'
const UUID = '0cab70b4-18d2-422b-89a0-c3921d2e1b4a'

test.each([
  [
    'Go v1',
    `calling sts:GetCallerIdentity: InvalidClientTokenId: The security token is invalid.\n\tstatus code: 403, request id: ${UUID}`,
    { statusCode: 403, errorCode: 'InvalidClientTokenId' },
  ],
  [
    'Go v1, with the user in its message, in a log',
    `level=error error="rpc error: code = Unknown desc = AccessDenied: User: arn:aws:iam::1:user/a is not authorized\\n\\tstatus code: 403, request id: ${S3}, host id: "`,
    { statusCode: 403, errorCode: 'AccessDenied' },
  ],
  [
    'Go v2, behind a code of gRPC',
    `level=error error="rpc error: code = Unknown desc = operation error S3: PutObject, https response error StatusCode: 400, RequestID: ${S3}, HostID: , api error InvalidArgument: x"`,
    { statusCode: 400, errorCode: 'InvalidArgument' },
  ],
  [
    'Rust',
    `ErrorMetadata { code: Some("AccessDenied"), extras: Some({"aws_request_id": "${S3}"}) }`,
    { errorCode: 'AccessDenied' },
  ],
  [
    'C++',
    `HTTP response code: 403\nRequest ID: ${S3}\nException name: AccessDenied\n`,
    { statusCode: 403, errorCode: 'AccessDenied' },
  ],
  [
    'PHP, a URL in backquotes',
    `Client error: \`PUT https://b.s3.amazonaws.com/a.jpg\` resulted in a \`403 Forbidden\` response: <Error><Code>AccessDenied</Code><RequestId>${S3}</RequestId></Error>`,
    { errorCode: 'AccessDenied', method: 'PUT', url: 'https://b.s3.amazonaws.com/a.jpg' },
  ],
  [
    'the time of the server, not that of the signature',
    `<Error><Code>AccessDenied</Code><RequestId>${OSS}</RequestId><Expires>2017-02-07T01:30:29.000Z</Expires><ServerTime>2017-02-08T01:55:28.000Z</ServerTime></Error>`,
    { errorCode: 'AccessDenied', time: '2017-02-08T01:55:28.000Z' },
  ],
  [
    'the whole of a code',
    `api error Client.InvalidVolume.NotFound: x, RequestID: ${S3}, StatusCode: 400`,
    { errorCode: 'Client.InvalidVolume.NotFound', statusCode: 400 },
  ],
  [
    'an error in the body of an answer that began well',
    `HTTP/1.1 200 OK\nx-amz-request-id: ${S3}\n\n<Error><Code>InternalError</Code></Error>`,
    { errorCode: 'InternalError', statusCode: 200 },
  ],
  [
    'a code of an answer that went well',
    `HTTP/1.1 200 OK\nx-amz-request-id: ${S3}\n\n{"code": "Success"}`,
    { statusCode: 200 },
  ],
  ['types and words of documents', `{"code": "string", "x-amz-request-id": "${S3}", "Code": "image"}`, {}],
  [
    'a URL at the end of a sentence, and one of JSON',
    `{"message":"failed","url":"https:\\/\\/b.s3.amazonaws.com\\/a.txt.","x-amz-request-id":"${S3}"}`,
    { url: 'https://b.s3.amazonaws.com/a.txt' },
  ],
  [
    'the host of OSS',
    `<Error><Code>NoSuchKey</Code><RequestId>${OSS}</RequestId><HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId></Error>`,
    { errorCode: 'NoSuchKey', url: 'b.oss-cn-hangzhou.aliyuncs.com' },
  ],
  [
    'a line of pino',
    `{"level":50,"time":1795255323045,"hostname":"web-1","err":{"type":"NoSuchKey","message":"x","stack":"NoSuchKey: x","requestId":"${S3}"},"msg":"failed"}`,
    { errorCode: 'NoSuchKey', time: '2026-11-21T10:02:03.045Z' },
  ],
  [
    'a line of bunyan',
    `{"name":"app","level":50,"err":{"message":"x","name":"NoSuchKey","stack":"NoSuchKey: x"},"requestId":"${OSS}","time":"2026-11-21T10:02:03.045Z","v":0}`,
    { errorCode: 'NoSuchKey', time: '2026-11-21T10:02:03.045Z' },
  ],
])('%s', (_, text, expected) => {
  const [found] = findRequestIds(text)
  const { vendor, requestId, extendedRequestId, traceId, line, ...told } = found ?? {}
  expect(requestId).toBeDefined()
  expect(told).toEqual(expected)
})

/** Forms in which people paste ids, rebuilt from public threads and from the format strings of the SDKs. */
export interface Text {
  name: string
  text: string
  /** `vendor requestId`, then the extended id, the trace id or the EC where there is one. */
  ids: string[]
}

const COS = 'NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk'
const COS_7 = 'NWI5ZDEyNTVfYzI4NWQ2NF8xYjVmMl82OTMyMTU='
const TRACE = Buffer.from('8efc6b2d3b069ca894'.padEnd(96, '0123456789abcdef')).toString('base64')
const OSS = '66A1B2C39935E338390F6F6B'
const S3 = '4KZAZ961HQGG0RSG'
const HOST = '4GjELy99Qdktrl9GhYnsYMunDxvPq1Hh35k+hmCL5GIpk6cH55ELlNSocLIHl8gfZmpQB7sltiI='
const MINIO = '17AEE4329FDE2964'
const MINIO_HOST = 'dd9025bab4ad464b049177c95eb6ebf374d3b3fd1af9251148b658df7ac2e3e8'
const OBS = '0000018A2A73AF59D3085C8F8ABF0C65'
const OBS_HOST = '32AAAQAAEAABAAAQAAEAABAAAQAAEAABCSkDMUVDFJEBPzK2XbvscDj3t2ATU='
const TOS = '021697189999999fdbddc0200ff00000000000000d23f-b0e25b8-1qDR2-PuO-cb-tos-front-azc-2'.replace(
  /^0216971899(.{22}).*?-/,
  '02169718$1-',
)
const CEPH = 'tx00000000000000001a2b3-0063f0c1d2-1a2b3c-fra1'
const AZURE = 'bf44f61b-0001-000a-1f8c-48639c000000'
const UUID = '0cab70b4-18d2-422b-89a0-c3921d2e1b4a'
const UUID2 = '3c2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4'
const UPPER = UUID.toUpperCase()
const UPPER2 = UUID2.toUpperCase()
const CDN = '5ZxaxPOoKEPPe3gLsvAMMMdZzcl7GjVYrPFL2Yn88VWbwGLVtiTJFw=='
const GCS =
  'AEnB2UrxvoAkDsKwP4EPdxX5N1UUqz5LxMusvogzht8f4mJoxxH8XzV3aqxo8AqtZVNzx126PFp7klyeIE7KjJY5UQ0T3LZPqB3fyFSYI-RrWne41__oogE'
const LONG = 'WNF8WKBEDV3ECJGX91D8ECT1BBGOP4GQIGAM7HZLRJAV7SNGD06Q'

export const texts: Text[] = [
  // The EC of OSS
  {
    name: 'OSS, errors in XML with an EC each, and one without',
    text: `<Error><Code>A</Code><RequestId>${OSS}</RequestId><EC>0003-00000001</EC></Error>\n<Error><RequestId>60DE88BB38B0ED3236CD7129</RequestId><EC>0026-00000040</EC></Error>\n<Error><RequestId>60CAB8775423BA3639E2504A</RequestId></Error>`,
    ids: [
      `alibaba-oss ${OSS} 0003-00000001`,
      'alibaba-oss 60DE88BB38B0ED3236CD7129 0026-00000040',
      'alibaba-oss 60CAB8775423BA3639E2504A',
    ],
  },
  {
    name: 'OSS, headers with an EC before the id',
    text: `< x-oss-ec: 0016-00000502\r\n< x-oss-request-id: ${OSS}\r\n`,
    ids: [`alibaba-oss ${OSS} 0016-00000502`],
  },
  {
    name: 'OSS, an error as Node prints it',
    text: `  code: 'NoSuchKey',\n  requestId: '${OSS}',\n  host: 'b.oss-cn-hangzhou.aliyuncs.com',\n  ecCode: '0026-00000001'\n`,
    ids: [`alibaba-oss ${OSS} 0026-00000001`],
  },
  {
    name: 'OSS, what is no EC, and an EC beside the id of another service',
    text: `x-oss-request-id: ${OSS}\nEC: 12\nsec: 0003-00000001\n\nx-cos-request-id: ${COS}\nEC: 0003-00000002\n`.replace(
      /\n\n/,
      '\n'.padEnd(3000),
    ),
    ids: [`alibaba-oss ${OSS}`, `tencent-cos ${COS}`],
  },
  {
    name: 'what stands ahead of an id, and after that of another service',
    text: `x-oss-request-id: ${OSS}\nx-amz-id-2: ${HOST}\nx-amz-request-id: ${S3}\nx-cos-trace-id: ${TRACE}\nx-cos-request-id: ${COS}\nx-oss-ec: 0016-00000502\nx-oss-request-id: 60DE88BB38B0ED3236CD7129\n`,
    ids: [
      `alibaba-oss ${OSS}`,
      `aws-s3 ${S3} ${HOST}`,
      `tencent-cos ${COS} ${TRACE}`,
      'alibaba-oss 60DE88BB38B0ED3236CD7129 0016-00000502',
    ],
  },
  // Tencent COS
  { name: 'an id alone', text: `提供下RequestId\n\n${COS_7}\n\n同样有问题`, ids: [`tencent-cos ${COS_7}`] },
  {
    name: 'coscmd under Python 3',
    text: `2026-11-21 10:02:03,417 Error: [code 403] Access Denied.\nRequestId: b'${COS}'\n`,
    ids: [`tencent-cos ${COS}`],
  },
  {
    name: 'coscli',
    text: `\u001b[31mFATA\u001b[0m[2026-11-21 10:05:25] GET https://b-1250000000.cos.ap-beijing.myqcloud.com/: 403 AccessDenied(Message: Access Denied., RequestId: ${COS}, TraceId: ${TRACE}) \n`,
    ids: [`tencent-cos ${COS} ${TRACE}`],
  },
  {
    name: 'COS, Cloud Infinite',
    text: `x-ci-request-id: ${COS}\r\n`,
    ids: [`tencent-cos ${COS}`],
  },
  {
    name: 'COS, an error of the Node SDK, in JSON',
    text: `{"error":{"Code":"AccessDenied","Message":"Access Denied.","Resource":"z**p-1251**43.cos.ap-sh**ai.myqcloud.com/upload/1.png","RequestId":"${COS}","TraceId":"${TRACE}"},"statusCode":403,"headers":{"server":"tencent-cos","x-cos-request-id":"${COS}"}}`,
    ids: [`tencent-cos ${COS} ${TRACE}`],
  },
  {
    name: 'COS, elements on lines of their own',
    text: `<Error>\n<Code>AccessDenied</Code>\n<RequestId>\n${COS}\n</RequestId>\n<TraceId>\n${TRACE}\n</TraceId>\n</Error>`,
    ids: [`tencent-cos ${COS} ${TRACE}`],
  },
  {
    name: 'COS, the columns of a browser',
    text: `Server\ttencent-cos\nx-cos-request-id\t${COS}\nX-Cos-Trace-Id\t${TRACE}\n`,
    ids: [`tencent-cos ${COS} ${TRACE}`],
  },
  {
    name: 'COS, name and value under each other, as Chrome copies them',
    text: `server:\ntencent-cos\nx-cos-request-id:\n${COS}\n`,
    ids: [`tencent-cos ${COS}`],
  },
  {
    name: 'COS, PHP',
    text: `PHP Fatal error:  Uncaught Qcloud\\Cos\\Exception\\ServiceResponseException: Cos Error Code: NoSuchKey, Status Code: 404, Cos Request ID: ${COS}, Cos Error Type: client, Cos Error Message: The specified key does not exist., User-Agent: cos-php-sdk-v5.2.6.7`,
    ids: [`tencent-cos ${COS}`],
  },
  {
    name: 'COS, PHP, HEAD',
    text: `404 Not Found (Request-ID: ${COS})\n    [RequestId] => ${COS}\n`,
    ids: [`tencent-cos ${COS}`],
  },
  {
    name: 'COS, iOS',
    text: `Error Domain=com.tencent.qcloud.networking Code=403 "(null)" UserInfo={Code=AccessDenied, Message=Access Denied., RequestId=${COS}, __name=Error}\n    RequestId = "${COS_7}";\n`,
    ids: [`tencent-cos ${COS}`, `tencent-cos ${COS_7}`],
  },
  {
    name: 'COS, Go, a CRC that does not match',
    text: `verification failed, want:1, return:2, x-cos-hash-crc64ecma:2, header:map[Server:[tencent-cos] X-Cos-Request-Id:[${COS}]]`,
    ids: [`tencent-cos ${COS}`],
  },
  {
    name: 'COS, Markdown in Chinese',
    text: `**RequestId**：\`${COS}\`\n请求ID：${COS_7}`,
    ids: [`tencent-cos ${COS}`, `tencent-cos ${COS_7}`],
  },
  // Alibaba OSS
  {
    name: 'OSS, an array of PHP',
    text: `array (\n  'status' => '403',\n  'request-id' => '${OSS}',\n  'code' => '',\n)  \n local.ERROR: :  RequestId: 60DE88BB38B0ED3236CD7129 {"exception":"[object] (OSS\\\\Core\\\\OssException(code: 0): :  RequestId: 60DE88BB38B0ED3236CD7129 at /home/OSS/Result/Result.php:98)`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60DE88BB38B0ED3236CD7129'],
  },
  {
    name: 'OSS, XML in JSON',
    text: `    "body": "<?xml version=\\"1.0\\" encoding=\\"UTF-8\\"?>\\n<Error>\\n  <Code>AccessDenied</Code>\\n  <RequestId>${OSS}</RequestId>\\n  <HostId>b.oss-cn-shenzhen.aliyuncs.com</HostId>\\n</Error>"`,
    ids: [`alibaba-oss ${OSS}`],
  },
  {
    name: 'OSS, JSON in JSON in JSON',
    text: String.raw`{"log":"{\"level\":\"error\",\"err\":\"{\\\"requestId\\\":\\\"66A1B2C39935E338390F6F6B\\\",\\\"status\\\":403}\"}\n"}`,
    ids: [`alibaba-oss ${OSS}`],
  },
  {
    name: 'OSS, JSON with escaped quotes of HTML',
    text: `{&quot;requestId&quot;:&quot;${OSS}&quot;} and \\u0022RequestId\\u0022:\\u002260CAB8775423BA3639E2504A\\u0022`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60CAB8775423BA3639E2504A'],
  },
  {
    name: 'OSS, an error of ali-oss as Node prints it',
    text: `AccessDeniedError: You have no right to access this object.\n    at Object.<anonymous> {\n  code: 'AccessDenied',\n  status: 403,\n  requestId: '${OSS}',\n  host: 'b.oss-cn-hangzhou.aliyuncs.com'\n}`,
    ids: [`alibaba-oss ${OSS}`],
  },
  {
    name: 'OSS, tuples of Python',
    text: `[('content-length', '441'), ('server', 'AliyunOSS'), ('x-oss-request-id', '${OSS}'), ('date', 'Wed, 04 Nov 2015 07:22:44 GMT')]`,
    ids: [`alibaba-oss ${OSS}`],
  },
  {
    name: 'OSS, Java',
    text: `com.aliyun.oss.OSSException: The OSS Access Key Id you provided does not exist in our records.\n[ErrorCode]: InvalidAccessKeyId\n[RequestId]: ${OSS}\n[HostId]: b.oss-cn-beijing.aliyuncs.com\n[ResponseError]:\n<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <RequestId>${OSS}</RequestId>`,
    ids: [`alibaba-oss ${OSS}`],
  },
  {
    name: 'OSS, headers of iOS, and the id of a CDN',
    text: `    EagleId =     (\n        2a51041615470378124956502e\n    );\n    "x-oss-request-id" =     (\n        ${OSS}\n    );`,
    ids: [`alibaba-oss ${OSS}`],
  },
  {
    name: 'OSS, C# and C++',
    text: `Failed with error code: AccessDenied; Error info: x. \nRequestID:${OSS}\tHostID:b.oss-cn-hangzhou.aliyuncs.com\nPutObject fail,code:AccessDenied,message:x,request_id:60CAB8775423BA3639E2504A`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60CAB8775423BA3639E2504A'],
  },
  {
    name: 'OSS, a debug log of Python',
    text: `2026-11-21 Get response headers, req-id:${OSS}, status: 200, headers: {'x-oss-request-id': '${OSS}'}`,
    ids: [`alibaba-oss ${OSS}`],
  },
  {
    name: 'OSS, in a query of Log Service',
    text: `{"__topic__":"oss_access_log","owner_id":"12345","request_id":"${OSS}","requester_id":"2738","vpc_addr":"16843009"}`,
    ids: [`alibaba-oss ${OSS}`],
  },
  {
    name: 'Log Service has ids of the same form',
    text: `x-log-requestid: ${OSS}\r\n`,
    ids: [`alibaba-sls ${OSS}`],
  },
  {
    name: 'Log Service, without its headers',
    text: `error="{\\n  \\"httpCode\\": 401,\\n  \\"errorMessage\\": \\"denied by sts or ram, action: log:ConsumerGroupHeartBeat, resource: acs:log:cn-hangzhou:1595:project/p/logstore/l\\",\\n  \\"requestID\\": \\"${OSS}\\"\\n}"`,
    ids: [`alibaba-sls ${OSS}`],
  },
  {
    name: 'OSS, a very early id',
    text: `<Error xmlns="http://doc.oss.aliyuncs.com"> <Code> AccessDenied </Code> <RequestId> 1D842BC5425544BB </RequestId> <HostId> oss.aliyuncs.com </HostId> </Error>`,
    ids: ['alibaba-oss 1D842BC5425544BB'],
  },
  {
    name: 'OSS, an early id',
    text: 'x-oss-request-id: 0f4c2ac0-9a9c-4b5d-9d2b-7b1d3f0c1a2b',
    ids: ['alibaba-oss 0f4c2ac0-9a9c-4b5d-9d2b-7b1d3f0c1a2b'],
  },
  {
    name: 'OSS, members of an object of PHP, and of Swift',
    text: `    [requestId:protected] => ${OSS}\n  ["requestId":"OSS\\Core\\OssException":private]=>\n  string(24) "60CAB8775423BA3639E2504A"\nrequestId: Optional("60DE88BB38B0ED3236CD7129")`,
    ids: [
      `alibaba-oss ${OSS}`,
      'alibaba-oss 60CAB8775423BA3639E2504A',
      'alibaba-oss 60DE88BB38B0ED3236CD7129',
    ],
  },
  {
    name: 'OSS, an id of 16 digits',
    text: '#e.g. x-oss-request-id: 5BA5C6E4059A3C2F\nhttps://b.oss-cn-hangzhou.aliyuncs.com <RequestId>5C2723573183A12D</RequestId>',
    ids: ['alibaba-oss 5BA5C6E4059A3C2F', 'alibaba-oss 5C2723573183A12D'],
  },
  // Amazon
  {
    name: 'S3, Java 1.10',
    text: `com.amazonaws.services.s3.model.AmazonS3Exception: Status Code: 403, AWS Service: Amazon S3, AWS Request ID: ${S3}, AWS Error Code: InvalidAccessKeyId, AWS Error Message: x., S3 Extended Request ID: ${HOST}\n`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, Java v2',
    text: `software.amazon.awssdk.services.s3.model.S3Exception: null (Service: S3, Status Code: 403, Request ID: ${S3}, Extended Request ID: ${HOST}):null`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, the extended id of another entry of the log',
    text: `2026-11-20T10:03:00Z denied: Status Code: 403; Request ID: 4442587FB7D0A2F9; S3 Extended Request ID: ${HOST}; Proxy: null\n{"level":50,"err":{"$metadata":{"httpStatusCode":403,"requestId":"${S3}"}}}\nand what the user saw\n`,
    ids: [`aws-s3 4442587FB7D0A2F9 ${HOST}`, `aws-s3 ${S3}`],
  },
  {
    name: 'AWS, Swift',
    text: `UnknownAWSHTTPServiceError(typeName: Optional("AccessDenied"), message: Optional("No policy allows ec2:DescribeInstances"), requestID: Optional("${UUID}"), requestID2: nil, httpResponse: nil)`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'S3, an extended id that the terminal has wrapped',
    text: `Request ID: ${S3}; S3 Extended Request ID: ${HOST.slice(0, 60)}\n${HOST.slice(60)}:403 Forbidden`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'COS, a trace id over three lines of a terminal',
    text: `     RequestId: '${COS}',\n     TraceId: '${TRACE.slice(0, 45)}\n${TRACE.slice(45, 105)}\n${TRACE.slice(105)}' },\n`,
    ids: [`tencent-cos ${COS} ${TRACE}`],
  },
  {
    name: 'S3, an id that an e-mail has wrapped',
    text: `> Forbidden (Service: Amazon S3; Status Code: 403; Request ID: ${S3.slice(0, 6)}\n> ${S3.slice(6)}; S3 Extended Request ID: null)`,
    ids: [`aws-s3 ${S3}`],
  },
  {
    name: 'S3, Go, in a log',
    text: `Create S3 bucket returned an error: AccessDenied: Access Denied\n\tstatus code: 403, request id: ${S3}, host id: ${HOST}. Sleeping for 10s and will try again.`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, JavaScript v3',
    text: `  '$metadata': {\n    httpStatusCode: 404,\n    requestId: '${S3}',\n    extendedRequestId: '${HOST}',\n    cfId: undefined,\n    attempts: 1,\n  },`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, .NET',
    text: `Amazon.S3.AmazonS3Exception: Access Denied\n  RequestId: ${S3}\n  AmazonId2: ${HOST}`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, Rust',
    text: `extras: Some({"aws_request_id": "${S3}", "s3_extended_request_id": "${HOST}"})`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, Ruby',
    text: `{"x-amz-request-id"=>["${S3}"], "x-amz-id-2"=>["${HOST}"]}`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, C++',
    text: `HTTP response code: 403\nResolved remote host IP address: 52.216.0.1\nRequest ID: ${S3}\nException name: AccessDenied\nError message: Access Denied\n6 response headers:\nx-amz-id-2 : ${HOST}\nx-amz-request-id : ${S3}\n`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 's3cmd -d',
    text: `DEBUG: HttpHeader: x-amz-request-id: ${S3}\nDEBUG: HttpHeader: x-amz-id-2: ${HOST}\n {'headers': {'x-amz-id-2': '${HOST}',\n             'x-amz-request-id': '${S3}'},`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, an old id',
    text: `Error: Forbidden: Forbidden\n\tstatus code: 403, request id: 0716BC31FDCF4F05, host id: ${HOST}`,
    ids: [`aws-s3 0716BC31FDCF4F05 ${HOST}`],
  },
  {
    name: 'S3, an old id with the form of one of MinIO',
    text: `AmazonS3Exception: Access Denied (Service: Amazon S3; Status Code: 403; Request ID: 17A95CC3037ABFF1), S3 Extended Request ID: ${HOST}`,
    ids: [`aws-s3 17A95CC3037ABFF1 ${HOST}`],
  },
  {
    name: 'S3, an access log',
    text: `79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be amzn-s3-demo-bucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be 3E57427F3EXAMPLE REST.GET.VERSIONING - "GET /amzn-s3-demo-bucket1?versioning HTTP/1.1" 200 - 113 - 7 - "-" "S3Console/0.4" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader s3.us-west-1.amazonaws.com TLSV1.1 - -`,
    ids: [
      'aws-s3 3E57427F3EXAMPLE s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234=',
    ],
  },
  {
    name: 'S3 in CloudTrail',
    text: `{"Records":[{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","eventName":"GetObject","requestParameters":{"bucketName":"b"},"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","x-amz-id-2":"${HOST}"},"requestID":"${S3}","eventID":"${UUID}","sharedEventID":"cdc4b7ed-e171-4cef-975a-ad829d4123e8"}]}`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'two pairs in one line, and two the other way round',
    text: `{RequestId: ${S3}, HostId: ${HOST}}, {RequestId: DTMXXDSX24PX9ND4, HostId: HaT3Izqvn5ElLUMGoI8upp94llsAhfc5wWdN1u7Ql/va+H50n2niYujFQAKtjQcpN+BS8gMkDso=}\n\n\nX-Amz-Id-2: kasPV86iwJ91l0fJRRk4kl3IvYDT18WnGFOn++/mYE4xUi8PqmmZbUkNuVrjFRXe7iGI7Z/jh6Q=\nX-Amz-Request-Id: Q56J6WK79HW6TNNW\n`,
    ids: [
      `aws-s3 ${S3} ${HOST}`,
      'aws-s3 DTMXXDSX24PX9ND4 HaT3Izqvn5ElLUMGoI8upp94llsAhfc5wWdN1u7Ql/va+H50n2niYujFQAKtjQcpN+BS8gMkDso=',
      'aws-s3 Q56J6WK79HW6TNNW kasPV86iwJ91l0fJRRk4kl3IvYDT18WnGFOn++/mYE4xUi8PqmmZbUkNuVrjFRXe7iGI7Z/jh6Q=',
    ],
  },
  {
    name: 'S3, an old extended id, and the next header behind it',
    text: `HTTP/1.1 403 Forbidden\nx-amz-request-id: D2EFFF62CD027147\nx-amz-id-2: +oP46qQ+59jrrzwCZR/3rEu0C1pBbYqUII5Sz2iyiYXvM6L7TqDXQRMW8FXNnC3k\nContent-Type: application/xml\n`,
    ids: ['aws-s3 D2EFFF62CD027147 +oP46qQ+59jrrzwCZR/3rEu0C1pBbYqUII5Sz2iyiYXvM6L7TqDXQRMW8FXNnC3k'],
  },
  {
    name: 'S3, half an extended id, at the end of a text that was cut',
    text: `Forbidden (Service: Amazon S3; Status Code: 403; Request ID: ${S3}; S3 Extended Request ID: ${HOST.slice(0, 36)}\n`,
    ids: [`aws-s3 ${S3}`],
  },
  {
    name: 'S3, the log of a proxy',
    text: `"GET /a.png HTTP/1.1" 403 243 rid=9b2cf535f27731c974343645a3985328 upstream_http_x_amz_request_id=${S3} upstream_http_x_amz_id_2=${HOST}\n`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, a span of OpenTelemetry',
    text: `    Trace ID       : 4bf92f3577b34da6a3ce929d0e0e4736\n     -> rpc.service: Str(S3)\n     -> aws.request_id: Str(${S3})\n     -> aws.extended_request_id: Str(${HOST})\n`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, terraform in GitHub Actions',
    text: `2026-03-01T10:00:02.1234567Z │ Error: operation error S3: HeadBucket, https\n2026-03-01T10:00:02.1234568Z │ response error StatusCode: 403, RequestID: ${S3}, HostID:\n2026-03-01T10:00:02.1234569Z │ ${HOST},\n2026-03-01T10:00:02.1234570Z │ api error Forbidden: Forbidden\n`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'S3, an old id that would be of MinIO in times to come',
    text: `(Service: Amazon S3; Status Code: 404; Error Code: NoSuchKey; Request ID: 1C6FB23C4BC5940D)`,
    ids: ['aws-s3 1C6FB23C4BC5940D'],
  },
  {
    name: 'Amazon, C++',
    text: `[ERROR] 2026-11-21 10:00:00.000 Query [1] HTTP response code: 403\nResolved remote host IP address: 192.0.2.1\nRequest ID: ${UUID}\nException name: AccessDenied\n`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'Amazon, Rust, and the metrics of Java',
    text: `extras: Some({"aws_request_id": "${UUID}"})\nServiceName=[Amazon S3], StatusCode=[200], AWSRequestID=[${S3}], HttpClientPoolPendingCount=0\n`,
    ids: [`aws ${UUID}`, `aws-s3 ${S3}`],
  },
  {
    name: 'Azure, its first management interface',
    text: `x-ms-servedbyregion: ussouth2\nx-ms-request-id: 9c7bda3e67c621a6b57096323069f7af\n`,
    ids: ['azure 9c7bda3e67c621a6b57096323069f7af'],
  },
  { name: 'CloudFront, a header', text: `X-Amz-Cf-Id: ${CDN}\r\n`, ids: [`aws-cloudfront ${CDN}`] },
  {
    name: 'CloudFront, its error page',
    text: `<PRE>\nGenerated by cloudfront (CloudFront)\nRequest ID: ${CDN}\n</PRE>`,
    ids: [`aws-cloudfront ${CDN}`],
  },
  {
    name: 'STS, Go v2',
    text: `operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: ${UUID}, api error AccessDenied: x`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'DynamoDB, Java',
    text: `(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: ${LONG}; Proxy: null)`,
    ids: [`aws ${LONG}`],
  },
  {
    name: 'EC2, an error, and in CloudTrail',
    text: `<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>x</Message></Error></Errors><RequestID>${UUID}</RequestID></Response>\n{"eventSource":"ec2.amazonaws.com","requestParameters":{},"requestID": "3c2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4",\n "eventID": "cdc4b7ed-e171-4cef-975a-ad829d4123e8"}`,
    ids: [`aws ${UUID}`, 'aws 3c2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4'],
  },
  {
    name: 'Lambda, JavaScript v2',
    text: `AccessDeniedException: x {\n  code: 'AccessDeniedException',\n  requestId: '${UUID}',\n  statusCode: 403,\n  retryable: false,\n  retryDelay: 38.5\n}`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'Go v2, in lines of its own',
    text: `operation error S3: PutObject, \nhttps response error StatusCode: 409, \nRequestID: ${UUID}, \nHostID: , \napi error BucketAlreadyOwnedByYou: x`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'DynamoDB, Haskell',
    text: `[ServiceError] {\n  service    = DynamoDB\n  request-id = Just 8KRS15P5JUD29RHDVEK26MAU1VVV4KQNSO5AEMVJF66Q9ASUAAJG\n}`,
    ids: ['aws 8KRS15P5JUD29RHDVEK26MAU1VVV4KQNSO5AEMVJF66Q9ASUAAJG'],
  },
  {
    name: 'DynamoDB, an example that lacks some letters',
    text: 'x-amzn-RequestId: LDM6CJP8RMQ1FHKSC1RBVJFPNVV4KQNSO5AEMF66Q9ASUAAJG\n',
    ids: ['aws LDM6CJP8RMQ1FHKSC1RBVJFPNVV4KQNSO5AEMF66Q9ASUAAJG'],
  },
  { name: 'DynamoDB, a header', text: `x-amzn-RequestId: ${LONG}\n`, ids: [`aws ${LONG}`] },
  // The others
  {
    name: 'MinIO, mc --debug',
    text: `mc: <DEBUG> HTTP/1.1 400 Bad Request\nServer: MinIO/RELEASE.2019-10-12T01-39-57Z\nX-Amz-Request-Id: ${MINIO}\nX-Xss-Protection: 1; mode=block\n`,
    ids: [`minio ${MINIO}`],
  },
  {
    name: 'MinIO, entities within entities',
    text: `&lt;Error&gt;&lt;Code&gt;AccessDenied&lt;/Code&gt;&lt;RequestId&gt;${MINIO}&lt;/RequestId&gt;&lt;HostId&gt;${MINIO_HOST}&lt;/HostId&gt;&lt;/Error&gt;`,
    ids: [`minio ${MINIO} ${MINIO_HOST}`],
  },
  {
    name: 'MinIO, minio-py',
    text: `S3Error: S3 operation failed; code: AccessDenied, message: Access Denied., resource: /b/a, request_id: ${MINIO}, host_id: ${MINIO_HOST}, bucket_name: b`,
    ids: [`minio ${MINIO} ${MINIO_HOST}`],
  },
  {
    name: 'MinIO, headers in the order of their names',
    text: `HTTP/1.1 404 Not Found\nServer: MinIO\nX-Amz-Id-2: ${MINIO_HOST}\nX-Amz-Request-Id: ${MINIO}\nX-Xss-Protection: 1\n`,
    ids: [`minio ${MINIO} ${MINIO_HOST}`],
  },
  {
    name: 'MinIO, its log, with a path as long as half a pair',
    text: `API: GetObject(bucket=milvus-bucket, object=by-dev/insert_log/427217459491373057/427217459491373058/427217648353017857/101/427217648746233858)\nDeploymentID: ${UUID}\nRequestID: ${MINIO}\nRemoteHost: 172.17.0.1\nHost: my-release-minio:9000\nUserAgent: MinIO (linux; amd64) minio-go/v7.0.10\n`,
    ids: [`minio ${MINIO}`],
  },
  {
    name: "S3, whose id happens to have the form of MinIO's",
    text: `GET https://b.s3.amazonaws.com/k failed, request id: ${MINIO}\n${'.\n'.repeat(4000)}x-amz-request-id: ${MINIO}\nServer: AmazonS3\n`,
    ids: [`aws-s3 ${MINIO}`],
  },
  {
    name: 'OBS, Go for S3, a host id without a digit',
    text: `operation error S3: PutObject, https response error StatusCode: 400, RequestID: ${OBS}, HostID: MOCKQjIxQTYxQzZDMDAwMDAxMzQwMzFCRTgwMDUyOTNBQUFBQUFBQWJiYmJiYmJi, api error InvalidArgument: x`,
    ids: [`huawei-obs ${OBS} MOCKQjIxQTYxQzZDMDAwMDAxMzQwMzFCRTgwMDUyOTNBQUFBQUFBQWJiYmJiYmJi`],
  },
  {
    name: 'OpenStack Swift, with an API like that of S3',
    text: 'X-Amz-Id-2: tx2c51db6fd5ae47d6be2cc-00633eef5b\nX-Amz-Request-Id: tx2c51db6fd5ae47d6be2cc-00633eef5b\nX-Openstack-Request-Id: tx2c51db6fd5ae47d6be2cc-00633eef5b\nX-Trans-Id: tx2c51db6fd5ae47d6be2cc-00633eef5b\n',
    ids: ['openstack-swift tx2c51db6fd5ae47d6be2cc-00633eef5b'],
  },
  {
    name: 'Backblaze, Go for S3',
    text: 'Failed to copy: AccessDenied: not entitled\n\tstatus code: 403, request id: f93b7f10c87a8867, host id: aZeczZjajYeBlHjI5YT82fmWhOI01RjOI\n2020/10/16 20:39:06 DEBUG : x',
    ids: ['backblaze-b2 f93b7f10c87a8867 aZeczZjajYeBlHjI5YT82fmWhOI01RjOI'],
  },
  {
    name: 'Backblaze, the headers of S3',
    text: "'x-amz-id-2': 'aVyLx3TqHOZ5jmWgSN7fKcRdBtUoPi1eA',\n 'x-amz-meta-attrs': 'uid:0',\n 'x-amz-request-id': '5c07e9d21ab84f36'}",
    ids: ['backblaze-b2 5c07e9d21ab84f36 aVyLx3TqHOZ5jmWgSN7fKcRdBtUoPi1eA'],
  },
  {
    name: 'Backblaze, the id of a version',
    text: 'x-amz-version-id: 4_z5c07e9d21ab84f36c0de1234_f1_d20260101_m000000_c001_v1_t0\nx-amz-request-id: 5c07e9d21ab84f36\n',
    ids: ['backblaze-b2 5c07e9d21ab84f36'],
  },
  {
    name: 'a store with the headers of S3 and ids of its own',
    text: 'x-amz-id-2: 7VyLx3TqHOZ5jmWgSN7fKcRdBtUoPi1eA\nx-amz-request-id: 5c07e9d21ab84f36\n',
    ids: ['aws-s3 5c07e9d21ab84f36'],
  },
  {
    name: 'OBS, Python',
    text: `{'status': 403, 'reason': 'Forbidden', 'errorCode': 'AccessDenied', 'requestId': '${OBS}', 'hostId': '${OBS_HOST}', 'header': [('server', 'OBS'), ('request-id', '${OBS}'), ('id-2', '${OBS_HOST}')]}\nexceptional obs response:status:403,reason:Forbidden,code:AccessDenied,requestId:${OBS}|`,
    ids: [`huawei-obs ${OBS} ${OBS_HOST}`],
  },
  {
    name: 'TOS, the old Python client',
    text: `req id: ${TOS}, status code: 200`,
    ids: [`volcengine-tos ${TOS}`],
  },
  {
    name: 'Ceph',
    text: `< x-amz-request-id: ${CEPH}\r\n<Error><Code>NoSuchBucket</Code><RequestId>${CEPH}</RequestId><HostId>1a2b3c-fra1-de</HostId></Error>`,
    ids: [`ceph ${CEPH}`],
  },
  {
    name: 'Azure, Node',
    text: `Message: 'Server failed to authenticate the request.\\nRequestId:${AZURE}\\nTime:2016-01-06T14:13:33.6901314Z',\n'x-ms-request-id': '${AZURE}', 'x-ms-client-request-id': '${UUID}'`,
    ids: [`azure-blob ${AZURE}`],
  },
  {
    name: 'Azure, a map of headers',
    text: `"x-ms-client-request-id": {\n "name": "x-ms-client-request-id",\n "value": "${UUID}"\n},\n"x-ms-request-id": {\n "name": "x-ms-request-id",\n "value": "${AZURE}"\n}, "requestId": "${UUID}"`,
    ids: [`azure-blob ${AZURE}`],
  },
  { name: 'GCS', text: `x-guploader-uploadid:${GCS}\n`, ids: [`google-cloud-storage ${GCS}`] },
  {
    name: 'Qiniu',
    text: 'X-Reqid: 4iYAAABkvKRlbLAX\nX-Log: body',
    ids: ['qiniu-kodo 4iYAAABkvKRlbLAX'],
  },
  {
    name: 'Qiniu, in JSON',
    text: 'resumable.Put 4181 failed: {"error":"","reqid":"2iQAAOQj0eq9IZIU","details":["UP/400"],"code":400}',
    ids: ['qiniu-kodo 2iQAAOQj0eq9IZIU'],
  },
  {
    name: 'Ceph, as a vendor runs it',
    text: 'NoSuchKeyException:  (Service: S3, Status Code: 404, Request ID: tx0000038529304091a4839-00661d310d-f149344c-fra1b, Extended Request ID: null)',
    ids: ['ceph tx0000038529304091a4839-00661d310d-f149344c-fra1b'],
  },
  {
    name: 'Baidu',
    text: `x-bce-request-id: ${UUID}\nServer: BceBos`,
    ids: [`baidu-bos ${UUID}`],
  },
  {
    name: 'headers, each with the prefix of a log',
    text: `DEBUG: HttpHeader: x-amz-id-2: ${HOST}\nDEBUG: HttpHeader: x-amz-request-id: ${S3}\nDEBUG: HttpHeader: server: AmazonS3\n`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  // Tables whose labels stand in their first row alone
  {
    name: 'S3, access logs out of Athena, with commas in quoted cells',
    text: `"key","requestdatetime","httpstatus","requestid","hostid"\n"a, ""b"".txt","06/Feb/2024:00:00:30 +0000","403","${S3}","${HOST}"\n"c.txt","06/Feb/2024:00:00:31 +0000","403","JZ8HBX0Y6PJMGNWT","0iwiMAwhyQ1b7AxMuH0HK6CLx8o0GXsdwA4bGeIwL06E/y8pAj7vxCrs9rtfEkKu5JhLgK5ipjI="\n`,
    ids: [
      `aws-s3 ${S3} ${HOST}`,
      'aws-s3 JZ8HBX0Y6PJMGNWT 0iwiMAwhyQ1b7AxMuH0HK6CLx8o0GXsdwA4bGeIwL06E/y8pAj7vxCrs9rtfEkKu5JhLgK5ipjI=',
    ],
  },
  {
    name: 'OSS, a CSV with its mark, whose last column it is',
    text: `\ufefftime,status,http_x_oss_request_id\r\n2026-11-21 10:00:00,404,${OSS}\r\n2026-11-21 10:00:01,404,60CAB8775423BA3639E2504A`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60CAB8775423BA3639E2504A'],
  },
  {
    name: 'OSS, a CSV with lines in a cell',
    text: `request_id;message\n${OSS};"a; b\n\nc"\n60CAB8775423BA3639E2504A;d\n`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60CAB8775423BA3639E2504A'],
  },
  {
    name: 'OSS, columns between tabs, of which some are empty',
    text: `request_id\tstatus\tbucket\n${OSS}\t\t\n\t404\tb\n60CAB8775423BA3639E2504A\t404\tb\n`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60CAB8775423BA3639E2504A'],
  },
  {
    name: 'OSS, Markdown',
    text: `| time | request id | status |\n|:--|---|--:|\n| 10:00 | \`${OSS}\` | 404 |\n| 10:01 | 60CAB8775423BA3639E2504A | 404 |\n`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60CAB8775423BA3639E2504A'],
  },
  {
    name: 'OSS, tables of consoles',
    text: `+------------+--------+\n| request_id | status |\n+------------+--------+\n| ${OSS} | 404 |\n+------------+--------+\n\n│ Request Id │ status │\n├────────────┼────────┤\n│ 60CAB8775423BA3639E2504A │ 404 │\n`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60CAB8775423BA3639E2504A'],
  },
  {
    name: 'Amazon, a column named as its header',
    text: `x-amzn-requestid,status\n${UUID},400\n`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'names and values in columns are no table with names on top',
    text: `| x-amz-request-id | ${S3} |\n| x-amz-id-2 | ${HOST} |\n\nx-request-id\t${UUID}\nx-oss-request-id\t${OSS}\n`,
    ids: [`aws-s3 ${S3} ${HOST}`, `alibaba-oss ${OSS}`],
  },
  // Other languages
  {
    name: 'labels in the languages of consoles',
    text: `请求ID: ${OSS}\n請求 ID：60CAB8775423BA3639E2504A\n（请求ID）：60DE88BB38B0ED3236CD7129\nリクエスト ID: ${UUID}, 拡張リクエスト\n(AWS Request ID) 요청 ID: ${S3}; AccessDenied\nAnforderungs-ID: DTMXXDSX24PX9ND4 (AccessDenied)`,
    ids: [
      `alibaba-oss ${OSS}`,
      'alibaba-oss 60CAB8775423BA3639E2504A',
      'alibaba-oss 60DE88BB38B0ED3236CD7129',
      `aws-s3 ${S3}`,
      'aws-s3 DTMXXDSX24PX9ND4',
    ],
  },
  {
    name: 'a table with a label in Chinese',
    text: `时间,请求ID,状态码\n2026-11-21 10:00:00,${OSS},404\n`,
    ids: [`alibaba-oss ${OSS}`],
  },
  // An error code in front of the label
  {
    name: 'error codes with words that other ids have too',
    text: `code=AccessDenied requestId=${S3}\nInternalError RequestId: DTMXXDSX24PX9ND4\ncode=SignatureDoesNotMatch requestId=${OSS}\nInvalidAccessKeyId requestId=60CAB8775423BA3639E2504A\nUserKeyMustBeSpecified requestId=60DE88BB38B0ED3236CD7129\n`,
    ids: [
      `aws-s3 ${S3}`,
      'aws-s3 DTMXXDSX24PX9ND4',
      `alibaba-oss ${OSS}`,
      'alibaba-oss 60CAB8775423BA3639E2504A',
      'alibaba-oss 60DE88BB38B0ED3236CD7129',
    ],
  },
  // Ids without a digit
  {
    name: 'ids without a digit, behind headers of their own',
    text: `X-Reqid: tXoAALhDKRvipSQV\nx-amz-request-id: BBJTPYKJSVXJWKPQ\n`,
    ids: ['qiniu-kodo tXoAALhDKRvipSQV', 'aws-s3 BBJTPYKJSVXJWKPQ'],
  },
  {
    name: 'words without a digit',
    text: 'requestId: BBJTPYKJSVXJWKPQ and reqid, requestId: EXAMPLEREQUESTID',
    ids: [],
  },
  {
    name: 'COS, an id with too much of the padding',
    text: 'x-cos-request-id: NTlhMDA1ZWNfOGViMjM1MGFfNDQxN18xMmU3ODQ==\n',
    ids: ['tencent-cos NTlhMDA1ZWNfOGViMjM1MGFfNDQxN18xMmU3ODQ=='],
  },
  // AWS
  {
    name: 'AWS, Go v1, by itself and in the box of terraform',
    text: `  RespMetadata: {\n    StatusCode: 400,\n    RequestID: "${UUID}"\n  },\n\n│   RespMetadata: {\n│     StatusCode: 400,\n│     RequestID: "${UUID2}"\n│   }\n`,
    ids: [`aws ${UUID}`, `aws ${UUID2}`],
  },
  {
    name: 'Lambda, its own lines',
    text: `START RequestId: ${UUID} Version: $LATEST\nEND RequestId: ${UUID}\nREPORT RequestId: ${UUID}\tDuration: 3.01 ms\n`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'Lambda, in JSON, and its errors',
    text: `{"message":"START RequestId: ${UUID} Version: $LATEST\\nEND RequestId: ${UUID}\\n"}\n{"time":"2026-11-21T10:00:00Z","type":"platform.start","record":{"requestId":"${UUID2}","version":"$LATEST"}}\nRequestId: 5f2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4 Error: Runtime exited with error: exit status 1\n`,
    ids: [`aws ${UUID}`, `aws ${UUID2}`, 'aws 5f2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4'],
  },
  {
    name: 'Lambda, Logs Insights',
    text: `@timestamp,@requestId,@message\n2026-11-21 10:00:00.000,${UUID},"x"\n`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'AWS, Rust',
    text: `Request ID: Some("${UUID}") Body: {"__type":"com.amazonaws.dynamodb#ResourceNotFoundException"}\n\n\nheaders: {"x-amzn-requestid": HeaderValue { _private: H0("${UUID2}") }}\n`,
    ids: [`aws ${UUID}`, `aws ${UUID2}`],
  },
  {
    name: 'AWS, the request logger of Java v2',
    text: `2026-11-21 10:00:00 [main] DEBUG software.amazon.awssdk.request:84 - Received successful response: 200, Request ID: ${UUID}, Extended Request ID: not available\n`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'AWS, Amplify',
    text: `{"metadata":{"extendedRequestId":null,"httpStatusCode":400,"requestId":"${UUID}"},"name":"NotAuthorizedException"}`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'Redshift',
    text: `  error:  S3ServiceException:Access Denied,Status 403,Error AccessDenied,Rid ${S3},ExtRid ${HOST},CanRetry 1\n`,
    ids: [`aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'R',
    text: ` $ RequestId: chr "${S3}"\n $ HostId   : chr "${HOST}"\n  ..$ x-amz-request-id : chr "DTMXXDSX24PX9ND4"\n`,
    ids: [`aws-s3 ${S3} ${HOST}`, 'aws-s3 DTMXXDSX24PX9ND4'],
  },
  {
    name: 'Erlang',
    text: `{"RequestID","${UUID}"}\n\n[{<<"x-amz-request-id">>,<<"${S3}">>},{<<"x-amz-id-2">>,<<"${HOST}">>}]\n`,
    ids: [`aws ${UUID}`, `aws-s3 ${S3} ${HOST}`],
  },
  {
    name: 'CloudTrail, its members in another order, out of Athena and in Elastic',
    text: `{"requestID":"${UUID}","awsRegion":"eu-west-1","eventVersion":"1.08","eventSource":"ec2.amazonaws.com"}\n\n\neventid,eventsource,requestid,errorcode\n${UUID},sts.amazonaws.com,${UUID2},AccessDenied\n\n{"aws":{"cloudtrail":{"event_type":"AwsApiCall","request_id":"5f2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4"}}}\n`,
    ids: [`aws ${UUID}`, `aws ${UUID2}`, 'aws 5f2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4'],
  },
  {
    name: 'an error of JavaScript v2, its members in another order',
    text: `{"statusCode":400,"time":"2026-11-21T10:00:00.000Z","requestId":"${UUID}","retryDelay":38.5,"retryable":false,"code":"ValidationException"}`,
    ids: [`aws ${UUID}`],
  },
  {
    name: 'API Gateway',
    text: `(${UUID}) Method completed with status: 500\n\n\n{"requestContext":{"resourcePath":"/","requestId":"${UUID2}","extendedRequestId":"JJbxAplHYosFVYQ=","apiId":"70ixmpl4fl","stage":"prod"}}`,
    ids: [`aws ${UUID}`, `aws ${UUID2}`],
  },
  {
    name: 'CloudFormation, a custom resource; X-Ray, a segment',
    text: `{"RequestType":"Create","StackId":"arn:aws:cloudformation:us-east-1:123456789012:stack/s/g","RequestId":"${UUID}","LogicalResourceId":"R"}\n\n{"subsegments":[{"name":"DynamoDB","aws":{"operation":"UpdateItem","region":"us-east-1","request_id":"${LONG}","table_name":"t"}}]}`,
    ids: [`aws ${UUID}`, `aws ${LONG}`],
  },
  // Tencent Cloud and Alibaba Cloud
  {
    name: 'Tencent Cloud, its SDKs and its answers',
    text: `[TencentCloudSDKException] code:AuthFailure.SecretIdNotFound message:The SecretId is not found. requestId:${UUID}\n[TencentCloudSDKError] Code=AuthFailure, Message=x, RequestId=${UUID2}\n{"Response":{"Error":{"Code":"InvalidParameter","Message":"x"},"RequestId":"5f2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4"}}\n`,
    ids: [
      `tencent-cloud ${UUID}`,
      `tencent-cloud ${UUID2}`,
      'tencent-cloud 5f2f6b7e-6c1d-4e0a-9a53-51f8d1c2b3a4',
    ],
  },
  {
    name: 'Alibaba Cloud, the command-line tool, an SDK, Model Studio',
    text: `ERROR: SDK.ServerError\nErrorCode: InvalidAccessKeyId.NotFound\nRecommend: \nRequestId: ${UPPER}\nMessage: Specified access key is not found.\n\n\n{"RequestId":"${UPPER2}","HostId":"ecs.cn-hangzhou.aliyuncs.com","Code":"InvalidInstanceId.NotFound"}\n\n\ndashscope.common.error: {"code":"InvalidApiKey","request_id":"${UUID}"}\n`,
    ids: [`alibaba-cloud ${UPPER}`, `alibaba-cloud ${UPPER2}`, `alibaba-cloud ${UUID}`],
  },
  {
    name: 'Alibaba Cloud STS',
    text: `SDK.ServerError\nErrorCode: NoPermission\nRequestId: ${UPPER}\n\n{ code: 'NoPermission',\n  requestId: '${UPPER2}' }\n<Error><HostId>sts.aliyuncs.com</HostId><RequestId>5F2F6B7E-6C1D-4E0A-9A53-51F8D1C2B3A4</RequestId></Error>`,
    ids: [
      `alibaba-sts ${UPPER}`,
      `alibaba-sts ${UPPER2}`,
      'alibaba-sts 5F2F6B7E-6C1D-4E0A-9A53-51F8D1C2B3A4',
    ],
  },
  // Microsoft
  {
    name: 'Azure Resource Manager',
    text: `x-ms-request-id: ${UUID}\nx-ms-correlation-request-id: ${UUID2}\nx-ms-routing-request-id: WESTEUROPE:20261121T100000Z:${UUID2}\n`,
    ids: [`azure ${UUID} ${UUID2}`],
  },
  {
    name: 'Microsoft Graph',
    text: `{"error":{"code":"itemNotFound","innerError":{"date":"2026-11-21T10:00:00","request-id":"${UUID}","client-request-id":"${UUID2}"}}}`,
    ids: [`microsoft-graph ${UUID}`],
  },
  // Those that imitate S3
  {
    name: 'Kingsoft KS3',
    text: `x-kss-request-id: f4f266b513b046179b185fe1d071049d\nx-amz-request-id: f4f266b513b046179b185fe1d071049d\n\n<Error><Code>AccessDenied</Code><Resource>ks3-cn-beijing.ksyuncs.com/b</Resource><RequestId>a4f266b513b046179b185fe1d071049e</RequestId></Error>\n`,
    ids: ['kingsoft-ks3 f4f266b513b046179b185fe1d071049d', 'kingsoft-ks3 a4f266b513b046179b185fe1d071049e'],
  },
  {
    name: 'Wasabi',
    text: `Server: WasabiS3/7.20.2951-2024-06-14-7fcea49969 (R401-U28)\nX-Amz-Id-2: ${HOST}\nX-Amz-Request-Id: 5A967528CBC8853F:B\n\n{ server: 'WasabiS3/7.14.311', 'x-amz-request-id': '1BEA53569D91F2CD' }`,
    ids: [`wasabi 5A967528CBC8853F:B ${HOST}`, 'wasabi 1BEA53569D91F2CD'],
  },
  {
    name: 'QingStor',
    text: `X-QS-Request-ID: aa08cf7a43f611e5886952542e6ce14b\n{"code":"object_not_exists","request_id":"ba08cf7a43f611e5886952542e6ce14c","url":"https://docs.qingcloud.com/qingstor/"}`,
    ids: ['qingstor aa08cf7a43f611e5886952542e6ce14b', 'qingstor ba08cf7a43f611e5886952542e6ce14c'],
  },
  {
    name: 'MinIO, an id of 2016',
    text: 'HTTP/1.1 404 Not Found\nServer: Minio/RELEASE.2016-04-17T22-09-24Z (linux; amd64)\nX-Amz-Request-Id: Y3LQ7ZK0W4VXT1OU\n',
    ids: ['minio Y3LQ7ZK0W4VXT1OU'],
  },
  // Services of other kinds
  {
    name: 'OpenAI and Anthropic',
    text: `x-request-id: req_0123456789abcdef0123456789abcdef\nrequest-id: req_011CYEXr8tVywV7AFBGxgYh2\n{"type":"error","error":{"type":"not_found_error","message":"x"},"request_id":"req_011CbVjqZRDqea6eZivRGnou"}\n    request-id:\n    - req_011CV8mMVoyiKVAMMzgZLjgD\n`,
    ids: [
      'openai req_0123456789abcdef0123456789abcdef',
      'anthropic req_011CYEXr8tVywV7AFBGxgYh2',
      'anthropic req_011CbVjqZRDqea6eZivRGnou',
      'anthropic req_011CV8mMVoyiKVAMMzgZLjgD',
    ],
  },
  {
    name: 'GitHub',
    text: `< x-github-request-id: D6B6:B7D7:1419EA:151E71:62570B02\r\n('x-github-request-id', '4C79374B:3448:429A284:528030EA')`,
    ids: ['github D6B6:B7D7:1419EA:151E71:62570B02', 'github 4C79374B:3448:429A284:528030EA'],
  },
  {
    name: 'Google Cloud',
    text: `{"error":{"code":403,"details":[{"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"a5f0c1d2e3b4978611"}]}}`,
    ids: ['google-cloud a5f0c1d2e3b4978611'],
  },
  {
    name: 'Cloudflare, and R2',
    text: `CF-RAY: 99eaca4b1e64a0f2-SJC\n${' '.repeat(2000)}\nGET https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/b\ncf-ray: 79eaca4b1e64a0f4-AMS\n`,
    ids: ['cloudflare 99eaca4b1e64a0f2-SJC', 'cloudflare-r2 79eaca4b1e64a0f4-AMS'],
  },
  {
    name: 'the foot of a page of Cloudflare, and what people copy of it',
    text: `<span class="cf-footer-item">Cloudflare Ray ID: <strong class="font-semibold">99eaca4b1e64a0f2</strong></span>\nError 1020 Ray ID: 79eaca4b1e64a0f4 • 2026-11-20 10:00:00 UTC\n{"ray_id":"89eaca4b1e64a0f4"}\nArray ID: 69eaca4b1e64a0f6, X-Ray ID: 59eaca4b1e64a0f8, ray ID: 12, Ray IDs: 49eaca4b1e64a0fa`,
    ids: ['cloudflare 99eaca4b1e64a0f2', 'cloudflare 79eaca4b1e64a0f4', 'cloudflare 89eaca4b1e64a0f4'],
  },
  {
    name: 'YAML, and a space of no width',
    text: `error:\n  code: NoSuchKey\n  requestId: >-\n    ${OSS}\n  other: |\n    x\nRequestId: \u200b60CAB8775423BA3639E2504A\n`,
    ids: [`alibaba-oss ${OSS}`, 'alibaba-oss 60CAB8775423BA3639E2504A'],
  },
  {
    name: 'a value ahead of its name',
    text: `[{"value":"${OSS}","name":"x-oss-request-id"},{"name":"x-amz-request-id","comment":"","value":"${S3}"},{"value": "DTMXXDSX24PX9ND4", "comment": "a", "name": "x-amz-request-id"}]`,
    ids: [`alibaba-oss ${OSS}`, `aws-s3 ${S3}`, 'aws-s3 DTMXXDSX24PX9ND4'],
  },
  {
    name: 'mails that quote responses',
    text: `> < x-amz-request-id: ${S3}\n> < x-amz-id-2: ${HOST}\n\n> HTTP/1.1 403 Forbidden\n> x-oss-request-id: ${OSS}\n`,
    ids: [`aws-s3 ${S3} ${HOST}`, `alibaba-oss ${OSS}`],
  },
  // None at all
  {
    name: 'behind headers of services whose forms are known',
    text: `x-reqid: 0H62K0V7\nx-reqid: ${UUID}\nX-Reqid: 12345678\nx-obs-request-id: anything-123\nx-cos-request-id: ${UUID}\nx-bce-request-id: 1234567890\ncf-ray: 1234567890\nx-github-request-id: 12345678\nx-qs-request-id: abc-12345678\n`,
    ids: [],
  },
  {
    name: 'what the client sent',
    text: `* Connected to b.example.com\n> GET /a HTTP/1.1\n> Host: b.example.com\n> x-amz-request-id: ${S3}\n> x-oss-request-id: ${OSS}\n>\n< HTTP/1.1 403 Forbidden\n\ncurl -H 'x-amz-request-id: DTMXXDSX24PX9ND4' https://b.example.com\n\nGET /a HTTP/1.1\nHost: b.example.com\nx-oss-request-id: 60CAB8775423BA3639E2504A\n\nHTTP/1.1 200 OK\n`,
    ids: [],
  },
  {
    name: 'sixteen characters that are not of S3',
    text: `code=AccountLocked request_id=20261121ABCDEF01 InternalError\nrequestId: REQ0000012345678\nrequest id TRX20260101000Z1\n`,
    ids: [],
  },
  {
    name: 'GUIDs of applications beside the names of clouds',
    text: `{"requestId":"${UUID}","service":"orders","event":"cold start"}\n{"statusCode":500,"retryable":true,"time":1,"requestId":"${UUID2}","host":"platform.example.com","data":{"__type":"Date"},"requestContext":{"user":1}}\n{"request_id":"${UUID2}","url":"https://ecs.aliyuncs.com/","status":200}\nhttps://graph.example.com/$metadata#users request-id ${UUID}\n`,
    ids: [],
  },
  {
    name: 'tables of an application',
    text: `time,request_id,status\n10:00,${UUID},200\n10:01,507f1f77bcf86cd799439011,200\n\ntime\tx-request-id\n10:00\t${OSS}\n`,
    ids: [],
  },
  {
    name: 'lists of headers and their values, one a line, are no table',
    text: `'x-ms-request-id',\n'x-ms-client-request-id',\n'${UUID}',\n'Date',\n`,
    ids: [],
  },
  {
    name: 'other columns of a table, half an id, and what follows a table',
    text: `request_id,status,etag\n66A1B2C39935E33839,404,${OSS}\n60CAB8775423****,404,${OSS}\n\n${OSS},404,x\nrequest_id,status\na,b,c\n${OSS},404\n`,
    ids: [],
  },
  {
    name: 'what is written where an id would stand',
    text: `x-ms-request-id: 00000000-0000-0000-0000-000000000000\nstatus code: 404, request id: 000000000000TEST\nx-amz-request-id: XXXXXXXXXXXXXXX1`,
    ids: [],
  },
  {
    name: 'ids of clients and proxies, whatever they look like',
    text: `clientRequestId: "${S3}"\nx-request-id: ${OSS}\nx-ms-client-request-id: ${AZURE}\nparent_request_id=${OBS}`,
    ids: [],
  },
  {
    name: 'an application and its own ids',
    text: `{"request_id":"${UUID}","level":"info"}\nx-request-id: ${UUID}\nX-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793\namz-sdk-invocation-id: ${UUID}\nrequestId=12345678 requestId: 1234567890123456 requestId: "abc123def456" request_id=507f1f77bcf86cd799439011`,
    ids: [],
  },
  {
    name: 'an application that calls Amazon',
    text: `{"time":"2026-11-21T10:00:00Z","request_id":"${UUID}","msg":"PUT https://b.s3.amazonaws.com/a.txt failed","region":"us-east-1"}\n`,
    ids: [],
  },
  {
    name: 'no ids',
    text: 'RequestId:undefined\nRequest ID: null; S3 Extended Request ID: null\nrequestId: [ "##########" ]\nRequestId: Unknown\n<RequestId/>\n<RequestId></RequestId>\nrequestId: -1\nRequestId: (null)\nrequest id: , host id: ',
    ids: [],
  },
  {
    name: 'masked ids',
    text: `x-oss-request-id: 5C3D9175B6FC************\nRequestId: NmIwMTZjMjBf...\nrequest id: 4KZAxxxxxxxxxxxx\nx-cos-request-id: NWQ1M2Y3ZDVfMjJi****\nx-amz-request-id: [REDACTED]\nX-Amz-Id-2: redactsome76\nX-Amz-Request-Id: redactsome16here\nX-Amz-Version-Id: redactsome32here`,
    ids: [],
  },
  {
    name: 'headers that a browser may show',
    text: `<ExposeHeader>x-oss-request-id</ExposeHeader>\nAccess-Control-Expose-Headers: x-amz-request-id, x-amz-id-2, ETag\n"ExposeHeaders": ["x-amz-request-id", "x-amz-id-2", "ETag", "Content-MD5"]\n['x-cos-request-id', 'Content-Length']\n["x-obs-request-id", "x-obs-id-2"]`,
    ids: [],
  },
  {
    name: 'an ETag, an MD5, an upload, a version',
    text: `ETag: "9b2cf535f27731c974343645a3985328"\nContent-MD5: CY9rzUYh03PK3k6DJie09g==\nx-oss-hash-crc64ecma: 5849033847323\nuploadId: 0004B9894A22E5B1888A1E29F8236E2D\nx-amz-version-id: 3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo\nx-cos-version-id: MTg0NDUxNzYxNDQ1NjY5MDg5NzQ\nSignature=0974c50c9ba3f41cded51fc20c36b528432a2e9ccced423942a7fac78abd199b\n_id: 66A1B2C39935E338390F6F6B`,
    ids: [],
  },
  {
    name: 'a trace id of OpenTelemetry, and a request of Tencent Cloud',
    text: `traceId: 4bf92f3577b34da6a3ce929d0e0e4736\ntrace_id=${UUID}\n请求RequestId: 4F2A65E7849C3860C3115A09497F6EE4`,
    ids: [],
  },
  {
    name: 'half an id, at the end of a file that was cut',
    text: `{"log":{"entries":[{"response":{"headers":[{"name":"x-cos-request-id","value":"NmIwMTZjMjBfMDQ0M2U3MDlfMTE1Y2VfNjA1NDc2`,
    ids: [],
  },
]

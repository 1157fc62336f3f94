/** Amazon Web Services, and what all of its services have in common. */
import { text as s3 } from './aws-s3.js'
import type { Evidence, IdForm, Shape, Text, Ticket, Vendor } from './record.js'
import { form } from './shared/form.js'
import { guid } from './shared/guid.js'
import { body, headers, isPlain, isSixteen, labels } from './shared/s3.js'
import { terms } from './shared/s3-terms.js'

export const wire: Vendor = {
  name: 'aws',
  headers,
  body,
  // API Gateway gives an id of its own beside that of the service.
  others: { 'x-amz-apigw-id': ['x-amz-apigw-id'] },
}

export const shape: Shape = { vendor: wire, marks: [['$metadata']], evidence }

function evidence(outcome: Record<PropertyKey, unknown>): Evidence {
  const { reason } = outcome
  // Of a failed endpoint discovery the service's own error stands in `reason` (middleware-endpoint-discovery).
  const from = reason && typeof reason === 'object' && !outcome.$metadata ? reason : outcome
  const { $response, $metadata, $fault, RequestId } = from as Record<string, unknown>
  const { requestId, extendedRequestId, httpStatusCode } = ($metadata || {}) as Record<string, unknown>
  const bodies = () => {
    const ids = { RequestId: requestId, HostId: extendedRequestId }
    // The SDK copies what else is in an error's body onto the error. Not `requestId`: a service's own data is there.
    return $fault ? [ids, { RequestId }] : [ids]
  }
  return {
    headers: ($response as { headers?: unknown } | undefined)?.headers,
    bodies,
    statusCode: httpStatusCode,
    part: $metadata,
  }
}

const name = 'aws'

/** Of services other than S3, such as DynamoDB. */
const characters: IdForm = /* @__PURE__ */ form(/[0-9A-Z]{52}/, (id) => /\d/.test(id), {
  vendor: name,
  vague: () => true,
})

export const forms: readonly IdForm[] = [characters, guid]

/** What Amazon's SDKs, Lambda and responses put in front of an id. */
const LEAD =
  /Service: ?[\w ]+[;,] Status Code|https response error StatusCode: \d+,[\s│|>]*$|status code: \d{3},[\s│|>]*$|RespMetadata: \{[\s│|>]*(?:StatusCode: \d{3},[\s│|>]*)?$|ResponseMetadata|\$metadata(?!#)|amazonaws\.com\/doc|x-amzn-request-?id|AWS Request ID|AWS Service:|Resolved remote host IP address:|<Response><Errors>|<ErrorResponse\b|<Type>(?:Sender|Receiver)<|"aws\\?"\s?:\s?\{[^{}]*$|@$/i
/** What Lambda begins the lines of an invocation with. */
const INVOCATION = /(?:^|[^A-Za-z]|\\[nrt])(?:START|END|REPORT) $/
/** A label that names it, and one in a tuple of Erlang. */
const NAME = /^(?:\w*[._-])?(?:aws|lambda|function)[._-]?req|^RequestI[dD]",\s?\[?"$/i
/** What stands behind it in errors of the JavaScript SDK v2, the Swift and the Rust SDK, in Java's log, and in CloudTrail. */
const REST =
  /^["'\\]*\), requestID2:|^["'\\]*,(?:\s|\\n)*["'\\]*(?:statusCode["'\\]*: ?\d{3},(?:\s|\\n)*["'\\]*retryable|eventID["'\\]*:)|^"?\)?,? Body: |^, Extended Request ID: |^ (?:Error: |Process exited|Task timed out|Version: )/i
/** The members of an answer, an event or a log entry beside it, in any order; each group has to be there. */
const BESIDE: readonly (readonly RegExp[])[] = [
  [/\bevent_?source\W{1,8}[\w-]+\.amazonaws\.com\b/i],
  [/\beventID\b/, /\beventType\b|\bawsRegion\b/],
  [/\brecipientAccountId\b/],
  [/\bextended_?request_?id\b/i, /\b(?:httpStatusCode|resourcePath|attempts)\b/],
  [/\bstatusCode\b/, /\bretryable\b/, /\bretryDelay\b/],
  [/\$fault|\$metadata(?!#)|\b__type\W{1,6}[\w.]+(?:#|Exception)|\btotalRetryDelay\b/],
  [/\bLogicalResourceId\b|arn:aws[\w-]*:cloudformation:/],
  [/execute-api\.[\w-]+\.amazonaws\.com/],
  [/\brequestContext\b/, /\bapiId\b|\bstage\b|\bresourcePath\b|\brouteKey\b/],
  [/\btype\W{1,6}platform\.|arn:aws[\w-]*:lambda:|\bcold_start\b|\b@requestId\b/],
  [/\bresourcePath\b|\brouteKey\b/, /\bresponseLength\b|\bapiId\b|\brequestTime\b|\bstage\b/],
  [/\baws_error\b|\berlcloud\b/],
  [/\baws\.cloudtrail\b|"cloudtrail\\?":/],
]
/** What one of them has, which most texts have not. */
const ANY_BESIDE = /* @__PURE__ */ (() => new RegExp(BESIDE.map(([first]) => first?.source).join('|'), 'i'))()

export const text: Text = {
  vendor: name,
  evidence:
    /x-amzn-request|Service: ?[\w ]{1,60}[;,] Status|StatusCode: |status code: |RespMetadata|ResponseMetadata|\$metadata|\$fault|AWS|Resolved remote host|<Response>|<ErrorResponse|<Type>|@req|START Request|END Request|REPORT Request|requestID2|retryable|event_?source|eventID|recipientAccountId|Extended_?request_?id|Extended Request|[\da-f]"?\)?,? Body: |[\da-f] Error: |[\da-f] Process exited|[\da-f] Task timed|[\da-f] Version: |__type|totalRetryDelay|LogicalResourceId|requestContext|resourcePath|routeKey|platform\.|cold_start|erlcloud|cloudtrail/,
  alike: {
    labels,
    behind: (word, around) =>
      guid.matches(word) ||
      characters.matches(word) ||
      (isPlain(word) && !isSixteen(word) && /x-amzn-request-?id/i.test(around.before(30))),
  },
  claims(word, around) {
    if (guid.matches(word)) {
      const lead = around.lead(300)
      const label = around.label()
      if (LEAD.test(lead) || LEAD.test(lead + label) || REST.test(around.after(80))) return true
      if (INVOCATION.test(lead) || NAME.test(label)) return true
      const near = around.near(400)
      return ANY_BESIDE.test(near) && BESIDE.some((members) => members.every((member) => member.test(near)))
    }
    // Digits in base 32. Examples that somebody made up have other letters too.
    return (
      characters.matches(word) &&
      (/^[\dA-V]+$/.test(word) || LEAD.test(around.lead(300)) || around.vendors().includes(s3.vendor))
    )
  },
  silent: ['boto3', 'the AWS CLI', 's3cmd'],
  logs: [
    {
      // API Gateway's, of an execution: `(0cab70b4-…) Method completed with status: 200`.
      place: /\) Method completed/,
      read(text, end) {
        const start = end - 36
        const requestId = text.slice(Math.max(0, start), end)
        if (!guid.matches(requestId) || text.charAt(start - 1) !== '(') return undefined
        const status = /^\) Method completed with status: (\d{3})/.exec(text.slice(end, end + 60))?.[1]
        return { requestId, start, end, ...(status && { statusCode: Number(status) }) }
      },
    },
  ],
  companions: [
    {
      of: {
        kind: 'otherIds',
        name: 'x-amz-apigw-id',
        label: /x-?amz-?apigw-?id(?![\dA-Za-z])/,
        parts: ['apigw', 'Apigw', 'APIGW'],
        /** Base64 of ten bytes or so. */
        is: (id) => /^[\w+/-]{11,40}={0,2}$/.test(id),
      },
    },
  ],
}

export const ticket: Ticket = {
  vendor: name,
  service: { en: 'AWS', zh: 'AWS' },
  serviceOf: (service) => (service === 's3' ? 'Amazon S3' : service && `AWS ${service}`),
  terms,
  // Of a result, such names are the service's data. The errors NoSuchBucket, NoSuchKey, PermanentRedirect and
  // AuthorizationHeaderMalformed of S3 have them.
  named: (get) =>
    get('$fault') && {
      bucket: get('BucketName') || get('Bucket'),
      key: get('Key'),
      region: get('Region'),
    },
  hosts: [
    // https://docs.aws.amazon.com/general/latest/gr/s3.html and .../AmazonS3/latest/userguide/VirtualHosting.html.
    /^(?:(?<bucket>[\w.-]+)\.)?(?<service>s3)(?:-fips|-accelerate)?(?:\.dualstack)?(?:[.-](?<region>[a-z]{2,}(?:-[a-z]+)+-\d))?\.amazonaws\.com(?:\.cn)?$/,
    /^(?:(?<bucket>[\w-]+--x-s3)\.)?(?<service>s3)express-[\w-]+\.(?:dualstack\.)?(?<region>[\w-]+)\.amazonaws\.com$/,
    // Any other service: https://docs.aws.amazon.com/general/latest/gr/rande.html.
    /^(?:[\w.-]+\.)?(?<other>[\w-]+?)(?:-fips)?\.(?<region>[a-z]{2,}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/,
    /^(?<other>[\w-]+)\.amazonaws\.com$/,
  ],
}

/** Amazon Web Services, and what all of its services have in common. */
import { text as s3 } from './aws-s3.js'
import type { IdForm, Text, Ticket, Vendor } from './record.js'
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

const name = 'aws'

/** Of services other than S3, such as DynamoDB. */
const characters: IdForm = /* @__PURE__ */ form(/[0-9A-Z]{52}/, (id) => /\d/.test(id), {
  vendor: name,
  vague: () => true,
})

export const forms: readonly IdForm[] = [characters, guid]

/** What Amazon's SDKs and responses put around an id. */
const LEAD =
  /Service: ?[\w ]+[;,] Status Code|https response error StatusCode: \d+,[\s│|>]*$|status code: \d{3},[\s│|>]*$|ResponseMetadata|\$metadata|amazonaws\.com\/doc|x-amzn-request-?id|AWS Request ID|AWS Service:|Resolved remote host IP address:|<Response><Errors>|<ErrorResponse\b|<Type>(?:Sender|Receiver)</i
/** What stands behind it in errors of the JavaScript SDK v2 and the Swift SDK, and in CloudTrail. */
const REST =
  /^["'\\]*\), requestID2:|^["'\\]*,(?:\s|\\n)*["'\\]*(?:statusCode["'\\]*: ?\d{3},(?:\s|\\n)*["'\\]*retryable|eventID["'\\]*:)/

export const text: Text = {
  vendor: name,
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
      return LEAD.test(lead) || LEAD.test(lead + around.label()) || REST.test(around.after(80))
    }
    // Digits in base 32. Examples that somebody made up have other letters too.
    return (
      characters.matches(word) &&
      (/^[\dA-V]+$/.test(word) || LEAD.test(around.lead(300)) || around.vendors().includes(s3.vendor))
    )
  },
  silent: ['boto3', 'the AWS CLI', 's3cmd'],
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

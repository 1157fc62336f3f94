// What the types of a registered client say.
import AWS from 'aws-sdk'
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'

type Id = string | undefined
const object = { Bucket: 'bucket', Key: 'key' }

it('results have requestId, and the client is still the SDK’s', () => {
  const s3 = withRequestId(new AWS.S3())
  expectTypeOf(s3).toExtend<AWS.S3>()
  const use = async () => {
    const result = await s3.getObject(object).promise()
    expectTypeOf(result.requestId).toEqualTypeOf<Id>()
    expectTypeOf(result.Body).toEqualTypeOf<AWS.S3.Body | undefined>()
    expectTypeOf(result.$response.requestId).toEqualTypeOf<string>()
    expectTypeOf((await s3.upload({ ...object, Body: '' }).promise()).requestId).toEqualTypeOf<Id>()
    s3.getObject(object, (error, data) => {
      expectTypeOf(error.requestId).toEqualTypeOf<Id>()
      expectTypeOf(data.requestId).toEqualTypeOf<Id>()
    })
    s3.headObject(object).send((_, data) => expectTypeOf(data.requestId).toEqualTypeOf<Id>())
    s3.listObjectsV2({ Bucket: 'bucket' }).eachPage((_, data) => {
      expectTypeOf(data.requestId).toEqualTypeOf<Id>()
      return true
    })
    expectTypeOf(s3.getObject(object)).toExtend<AWS.Request<AWS.S3.GetObjectOutput, AWS.AWSError>>()
    expectTypeOf(s3.getSignedUrl('getObject', object)).toEqualTypeOf<string>()
    // @ts-expect-error: a key is a string
    s3.getObject({ Bucket: 'bucket', Key: 1 })

    const documents = withRequestId(new AWS.DynamoDB.DocumentClient())
    const { Item, requestId } = await documents.get({ TableName: 'a', Key: {} }).promise()
    expectTypeOf(requestId).toEqualTypeOf<Id>()
    expectTypeOf(Item).toEqualTypeOf<AWS.DynamoDB.DocumentClient.AttributeMap | undefined>()

    const upload = withRequestId(new AWS.S3.ManagedUpload({ params: object }))
    expectTypeOf((await upload.promise()).requestId).toEqualTypeOf<Id>()

    const named = withRequestId(new AWS.SQS(), { property: 'cloudId' })
    expectTypeOf((await named.listQueues().promise()).cloudId).toEqualTypeOf<Id>()
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('what is no client does not compile', () => {
  const refused = () => {
    // @ts-expect-error: got a class
    withRequestId(AWS.S3)
    // @ts-expect-error: got no client
    withRequestId({ region: 'us-east-1' })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
    // @ts-expect-error: got a promise
    withRequestId(Promise.resolve(new AWS.S3()))
  }
  expectTypeOf(refused).toBeFunction()
})

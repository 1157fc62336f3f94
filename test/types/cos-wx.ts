// cos-wx-sdk-v5 ships no declarations: whatever a project declares for it is what the plugin's type works on.
import { type WithRequestId, withRequestId } from '@requestid/cos'
import { type Equal, expectTrue, type Id } from './expect.js'

// The class of a project that declares nothing, `declare module 'cos-wx-sdk-v5'`, and loads it with `require`.

// biome-ignore lint/suspicious/noExplicitAny: what TypeScript makes of a module without declarations
declare const Untyped: any
const untyped = withRequestId(new Untyped({ SecretId: 'id' }))
untyped.postObject({ Key: 'k' }, (err: { requestId?: string } | null) => err?.requestId)
const { requestId } = await untyped.getObject({ Key: 'k' })
requestId.length
untyped.on('list-update', () => {})

// A project's own declarations, of what it uses.

interface Answer {
  statusCode: number
}
interface Failure {
  error: string | { Message: string }
}
declare class COS {
  constructor(options: { SecretId: string })
  postObject(params: { Key: string; FilePath: string }): Promise<Answer & { Location: string }>
  postObject(
    params: { Key: string; FilePath: string },
    callback: (err: Failure | null, data: Answer & { Location: string }) => void,
  ): void
  headObject(params: { Key: string }): Promise<Answer>
}
const cos = withRequestId(new COS({ SecretId: 'id' }))
const own: WithRequestId<COS> = cos
const asSDK: COS = cos
const head = await cos.headObject({ Key: 'k' })
expectTrue<Equal<typeof head.requestId, Id>>()
const posted = await cos.postObject({ Key: 'k', FilePath: 'f' })
expectTrue<Equal<[typeof posted.requestId, typeof posted.Location], [Id, string]>>()
cos.postObject({ Key: 'k', FilePath: 'f' }, (_err, data) => data.requestId?.length)
// @ts-expect-error: no FilePath
cos.postObject({ Key: 'k' })

export { asSDK, own }

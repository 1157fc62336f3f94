/** The retention policies of OSS. */
import { randomBytes } from 'node:crypto'
import { elementText, renderXml } from '../xml.js'
import { ApiError, type Call, type Handler, ok } from './api.js'

/** What a bucket's retention policy says. */
interface Worm {
  id: string
  state: 'InProgress' | 'Locked'
  days: number
}

const SLOT = 'worm='

function keep({ bucket }: Call, { id, state, days }: Worm): void {
  const document = renderXml({
    WormConfiguration: {
      WormId: id,
      State: state,
      RetentionPeriodInDays: days,
      CreationDate: '2024-01-01T00:00:00.000Z',
    },
  })
  bucket.documents.set(SLOT, { body: Buffer.from(document), headers: {} })
}

const requestedDays = ({ body }: Call) => Number(elementText(body.toString(), 'RetentionPeriodInDays')) || 1

function requireWorm({ bucket }: Call): Buffer {
  const stored = bucket.documents.get(SLOT)
  if (!stored) throw new ApiError(404, 'NoSuchWORMConfiguration')
  return stored.body
}

/** The id of the policy that the request names, which must be the bucket's. */
function namedWorm(call: Call): string {
  const id = elementText(requireWorm(call).toString(), 'WormId') ?? ''
  if (id !== call.query.get('wormId')) throw new ApiError(404, 'NoSuchWORMConfiguration')
  return id
}

/** The operations on a bucket's retention policy, which keeps nothing from being deleted here. */
export const WORM_HANDLERS: Readonly<Record<string, Handler>> = {
  InitiateBucketWorm: (call) => {
    const id = randomBytes(16).toString('hex').toUpperCase()
    keep(call, { id, state: 'InProgress', days: requestedDays(call) })
    return ok({ 'x-oss-worm-id': id })
  },
  GetBucketWorm: (call) => ({
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: requireWorm(call),
  }),
  CompleteBucketWorm: (call) => {
    const id = namedWorm(call)
    const days = Number(elementText(requireWorm(call).toString(), 'RetentionPeriodInDays'))
    keep(call, { id, state: 'Locked', days })
    return ok()
  },
  ExtendBucketWorm: (call) => {
    keep(call, { id: namedWorm(call), state: 'Locked', days: requestedDays(call) })
    return ok()
  },
  AbortBucketWorm: ({ bucket }) => {
    bucket.documents.delete(SLOT)
    return { status: 204 }
  },
}

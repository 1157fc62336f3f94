/** The security token service of Alibaba Cloud. */
import { randomBytes, randomUUID } from 'node:crypto'
import { ApiError, answerOf, generalErrorCode } from './api.js'
import type { Api, RequestHead } from './dialect.js'

const USUAL_CODES: Readonly<Record<number, string>> = {
  400: 'InvalidParameter',
  403: 'NoPermission',
  404: 'EntityNotExist.Role',
  503: 'ServiceUnavailable',
}

const MESSAGES: Readonly<Record<string, string>> = {
  'EntityNotExist.Role': 'The role not exists.',
  InternalError: 'STS Server Internal Error happened.',
  'InvalidAction.NotFound': 'Specified action is not found.',
  NoPermission: 'You are not authorized to do this action. You should be authorized by RAM.',
  ServiceUnavailable: 'The request has failed due to a temporary failure of the server.',
}

/** Whether a request is one of STS: a form posted to the root, which OSS takes only signed by a header. */
export const isStsRequest = ({ method, path, query, headers }: RequestHead) =>
  path === '/' &&
  method !== 'OPTIONS' &&
  (query.has('Action') ||
    (method === 'POST' &&
      headers.authorization === undefined &&
      headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true))

function assumeRole(parameters: URLSearchParams, requestId: string) {
  const arn = parameters.get('RoleArn') ?? ''
  const session = parameters.get('RoleSessionName') ?? ''
  const seconds = Number(parameters.get('DurationSeconds')) || 3600
  return {
    RequestId: requestId,
    AssumedRoleUser: { Arn: `${arn}/${session}`, AssumedRoleId: `300000000000000001:${session}` },
    Credentials: {
      AccessKeyId: `STS.${randomBytes(12).toString('hex')}`,
      AccessKeySecret: randomBytes(22).toString('hex'),
      SecurityToken: randomBytes(96).toString('base64'),
      Expiration: new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+/, ''),
    },
  }
}

/** The security token service of Alibaba Cloud, as far as `OSS.STS` uses it. */
export function createStsApi(): Api {
  return {
    mintIds: () => ({ requestId: randomUUID().toUpperCase() }),
    identify: () => ({ operation: 'AssumeRole' }),
    answer: ({ query }, _target, body, { requestId }) =>
      answerOf(() => {
        const parameters = new URLSearchParams(body.toString())
        const action = query.get('Action') ?? parameters.get('Action')
        if (action !== 'AssumeRole') throw new ApiError(404, 'InvalidAction.NotFound')
        const headers = { 'content-type': 'application/json;charset=utf-8' }
        return { status: 200, headers, body: JSON.stringify(assumeRole(parameters, requestId)) }
      }),
    errorCode: (status) => USUAL_CODES[status] ?? generalErrorCode(status, 'InvalidParameter'),
    errorDocument: ({ code, host, requestId }) =>
      JSON.stringify({ RequestId: requestId, HostId: host, Code: code, Message: MESSAGES[code] ?? code }),
    conventions: () => ({
      headers: {},
      requestIdHeader: 'x-acs-request-id',
      errorIdHeaders: {},
      errorContentType: 'application/json;charset=utf-8',
    }),
    clear() {},
  }
}

/** Uploads of HTML forms. */
import type { IncomingHttpHeaders } from 'node:http'
import { isForm } from '../form.js'
import type { StoredObject } from '../store.js'
import { renderXml } from '../xml.js'
import { ApiError, type Call } from './api.js'
import type { Answer, RequestHead } from './dialect.js'

/** Whether a request uploads a form, which is sent to the bucket: the form names the object. */
export const isFormUpload = (place: { key?: string }, method: string, headers: IncomingHttpHeaders) =>
  place.key === undefined && method === 'POST' && isForm(headers)

// biome-ignore lint/suspicious/noTemplateCurlyInString: the services' own placeholder
const FILE_NAME = '${filename}'

/** The key that a form names, once it is read; `${filename}` in it stands for the name of the file. */
export const formKey = ({ form }: RequestHead): string | undefined =>
  form?.fields.key?.replaceAll(FILE_NAME, form.file?.name ?? '')

/**
 * Stores the file of a form, and answers as its fields `success_action_redirect` and `success_action_status`
 * ask for (https://cloud.tencent.com/document/product/436/14690,
 * https://www.alibabacloud.com/help/en/oss/developer-reference/postobject).
 */
export function postObject(call: Call, put: (call: Call) => StoredObject): Answer {
  const { fields, file } = call.form ?? { fields: {} }
  if (!file) throw new ApiError(400, 'MalformedPOSTRequest')
  if (!call.key) throw new ApiError(400, 'InvalidArgument')
  // What an upload else has in its headers, a form has in its fields.
  const { etag } = put({ ...call, headers: fields, body: file.body })
  const location = `http://${call.host}/${encodeURI(call.key)}`
  const redirect = fields.success_action_redirect
  if (redirect && URL.canParse(redirect)) {
    const target = new URL(redirect)
    const found = { bucket: call.bucketName, key: call.key, etag }
    for (const [name, value] of Object.entries(found)) target.searchParams.append(name, value)
    return { status: 303, headers: { etag, location: target.href } }
  }
  const headers = { etag, location }
  switch (fields.success_action_status) {
    case '200':
      return { status: 200, headers }
    case '201': {
      const PostResponse = { Location: location, Bucket: call.bucketName, Key: call.key, ETag: etag }
      return {
        status: 201,
        headers: { ...headers, 'content-type': 'application/xml' },
        body: renderXml({ PostResponse }),
      }
    }
    default:
      return { status: 204, headers }
  }
}

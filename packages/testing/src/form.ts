/** Reads HTML forms. */
import type { IncomingHttpHeaders } from 'node:http'

/** What an HTML form, or `wx.uploadFile`, sends: fields, then a file. */
export interface Form {
  /** By lower-case name. Those after the file are not read, as by the services. */
  fields: Record<string, string>
  file?: { name: string; body: Buffer }
}

export const isForm = ({ 'content-type': type = '' }: IncomingHttpHeaders) =>
  type.toLowerCase().startsWith('multipart/form-data')

/** Reads a form; what is not well-formed has neither fields nor a file. */
export async function readForm(headers: IncomingHttpHeaders, body: Buffer): Promise<Form> {
  const form: Form = { fields: {} }
  const type = headers['content-type'] ?? ''
  const data = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => [])
  for (const [name, value] of data) {
    if (typeof value !== 'string') {
      return { ...form, file: { name: value.name, body: Buffer.from(await value.arrayBuffer()) } }
    }
    form.fields[name.toLowerCase()] = value
  }
  return form
}

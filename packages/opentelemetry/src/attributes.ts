/** The ids of a response in the attributes of a span. */
import type { Attributes } from '@opentelemetry/api'
import type { Exchange, Ids, ObservedOperation } from '@requestid/core/plugin'

/**
 * The names that the semantic conventions have for what a header says. Sources: model/aws/registry.yaml and
 * model/azure/registry.yaml in https://github.com/open-telemetry/semantic-conventions.
 */
const CONVENTIONS: { readonly [header: string]: string } = {
  'x-amzn-requestid': 'aws.request_id',
  'x-amzn-request-id': 'aws.request_id',
  'x-amz-request-id': 'aws.request_id',
  'x-amz-id-2': 'aws.extended_request_id',
  'x-ms-request-id': 'azure.service.request.id',
}

type IdKind = Exclude<keyof Ids, 'otherIds'>

/** What of a service is told in attributes: its headers' names. */
export type Named = Pick<ObservedOperation['vendors'][number], 'headers'>

/**
 * The ids of a response as span attributes. What the conventions have no name for is
 * `http.response.header.<key>`, which is a list of strings (docs/http/http-spans.md).
 */
export function attributesOfIds(ids: Ids, vendor: Named): Attributes {
  const attributes: Attributes = {}
  const add = (id: string | undefined, headers: readonly string[]) => {
    if (!id) return
    const convention = headers.map((header) => CONVENTIONS[header]).find(Boolean)
    if (convention) attributes[convention] = id
    else attributes[`http.response.header.${headers[0]}`] = [id]
  }
  for (const [kind, headers] of Object.entries(vendor.headers)) add(ids[kind as IdKind], headers)
  for (const [header, id] of Object.entries(ids.otherIds ?? {})) add(id, [header])
  return attributes
}

/** An exchange as the attributes of an event. */
export function attributesOfExchange(exchange: Exchange, vendor: Named): Attributes {
  const [, host = exchange.host, port] = /^(.*):(\d+)$/.exec(exchange.host) ?? []
  const attributes: Attributes = {
    'http.request.method': exchange.method,
    'server.address': host,
    'url.path': exchange.path,
    ...attributesOfIds(exchange, vendor),
  }
  if (port) attributes['server.port'] = Number(port)
  if (exchange.statusCode !== undefined) attributes['http.response.status_code'] = exchange.statusCode
  // The conventions name both a failed connection and a status of 400 or more so.
  if (exchange.errorCode !== undefined) attributes['error.type'] = exchange.errorCode
  else if (Number(exchange.statusCode) >= 400) attributes['error.type'] = String(exchange.statusCode)
  return attributes
}

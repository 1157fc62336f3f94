/** What browsers ask before they send a request to another origin. */
import { type Handler, ok, text } from './api.js'

/** What a browser asks before it sends a request to another origin. */
export const answerPreflight: Handler = ({ headers }) =>
  ok({
    'access-control-allow-origin': text(headers.origin) || '*',
    'access-control-allow-methods': 'GET,PUT,POST,DELETE,HEAD',
    'access-control-allow-headers': text(headers['access-control-request-headers']) || '*',
    'access-control-max-age': '600',
  })

/** What is known of the SDK's clients: where they start a call, where they send, what their outcomes look like. */
import { type Calls, definePlugin } from '@requestid/core/plugin'
import { tencentCloudShape } from '@requestid/vendors'
import { type Client, watchProfile } from './transport.js'

const calls: Calls<Client> = {
  example: 'new CvmClient({ ... })',
  members: ['doRequestWithSign3', 'parseResponse', 'profile'],
  vendors: [tencentCloudShape.vendor],
  except: ['getCredential', 'parseResponse', 'mergeData', 'formatRequestData', 'formatSignString'],
  callback: true,
  scope: { profile: watchProfile },
  evidence: tencentCloudShape.evidence,
  // Of a response that is no 200 the SDK does not read the body, and says so by a text without an id.
  misusesRequestId: ({ requestId }, id) => requestId === '' && !!id,
}

export const registerClient = /* @__PURE__ */ definePlugin(calls)

/** OpenStack Swift, in text alone. */
import type { Text } from './record.js'
import { labels } from './shared/s3.js'

/** Of the same making as Ceph's, without the gateway. Source: swift/common/utils, generate_trans_id. */
const isTransaction = (word: string) => /^tx[\da-f]{21}-[\da-f]{10}$/.test(word)

export const text: Text = {
  vendor: 'openstack-swift',
  alike: { labels, behind: isTransaction },
  always: isTransaction,
}

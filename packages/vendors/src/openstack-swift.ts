/** OpenStack Swift, in text alone. */
import type { Text } from './record.js'

export const text: Text = {
  vendor: 'openstack-swift',
  /** Of the same making as Ceph's, without the gateway. Source: swift/common/utils, generate_trans_id. */
  always: (word) => /^tx[\da-f]{21}-[\da-f]{10}$/.test(word),
}

/** A cluster's calls go on to one of its OSS clients, or to all. */
import {
  isObject,
  type MethodCall,
  monitorErrors,
  Operation,
  type Registration,
} from '@requestid/core/plugin'
import type { Client, ClusterClient } from './client.js'
import { bare, innerOf } from './scopes.js'

/** Steps of a cluster's own calls. */
export interface Steps {
  begin(call: MethodCall, operation: Operation): unknown[]
  returned(call: MethodCall, operation: Operation, value: unknown): unknown
  end(call: MethodCall, operation: Operation, result: unknown): void
}

/**
 * A cluster chooses a node for a read (lib/cluster.js, chooseAvailable). Its heartbeat checks each node up to three
 * times and then says in the event `error` which are down (_checkAvailable): that error gets the exchanges of the
 * last check of each of these.
 */
export function watchCluster(cluster: ClusterClient, registration: Registration): Steps {
  const down = new Map<unknown, Operation>()
  const see = (error: unknown) => {
    if (!isObject(error) || error.name !== 'CheckAvailableError') return
    const operation = new Operation(registration)
    for (const check of down.values()) operation.exchanges.push(...check.exchanges)
    operation.settle(error)
  }
  monitorErrors(cluster, see, registration.options)
  return {
    begin({ name, ofSDK, args }, operation) {
      if (name !== '_checkStatus' || !ofSDK) return args
      return [innerOf(operation, bare(args[0]) as Client), ...args.slice(1)]
    },
    returned({ name }, operation, value) {
      // Also where a subclass or a stub has chosen it.
      return name === 'chooseAvailable' ? innerOf(operation, bare(value) as Client) : value
    },
    end({ name, args }, operation, available) {
      if (name !== '_checkStatus') return
      if (available) down.delete(bare(args[0]))
      else down.set(bare(args[0]), operation)
    },
  }
}

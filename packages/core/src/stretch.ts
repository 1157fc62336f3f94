/** What an SDK works on at this moment, where its `this` is the client itself. */

/** For what a method runs, while it runs synchronously. */
export interface Turn<Work> {
  /** What the SDK works on. */
  current: Work | undefined
  /** Calls a method for `work`, or for nothing, whatever that is called within. It is one frame of a stack. */
  run<This, Args extends unknown[], Returned>(
    work: Work | undefined,
    method: (this: This, ...args: Args) => Returned,
    self: This,
    args: Args,
  ): Returned
}

/** For one client. */
export function createTurn<Work>(): Turn<Work> {
  const turn: Turn<Work> = {
    current: undefined,
    run(work, method, self, args) {
      const saved = turn.current
      turn.current = work
      try {
        return method.apply(self, args)
      } finally {
        turn.current = saved
      }
    },
  }
  return turn
}

/**
 * Tells for what SDK code runs that carries no operation: from the point where a plugin knows it, to the point where it
 * must know it.
 *
 * This breaks the rule that state travels with the call, on purpose. It is right only where no object travels from the
 * one point to the other (no `this` of the plugin's, no argument, no object per call), and where the SDK's own code runs
 * synchronously between the two. It is never right across an `await`: there another call of the same client takes its
 * turn, and would be taken for this one. Code of the user's that the SDK calls on the way is run for nothing.
 */
export interface Stretch<Work> extends Turn<Work> {
  /** What follows is for `work`, up to a microtask: SDK code between two asynchronous steps runs before any. */
  enter(work: Work): void
  /** What follows is for nothing. */
  leave(): void
  /** Leaves, and runs `step` when the next work is left, or else in a microtask: the SDK may say more until then. */
  later(step: () => void): void
}

/** For one client. */
export function createStretch<Work>(): Stretch<Work> {
  const stretch = createTurn<Work>() as Stretch<Work>
  let waiting: (() => void) | undefined

  function leave(): void {
    const step = waiting
    stretch.current = waiting = undefined
    step?.()
  }

  function leaveSoon(): void {
    Promise.resolve().then(leave)
  }

  stretch.enter = (work) => {
    // Else that is on its way, or `run` sees to it.
    if (!stretch.current) leaveSoon()
    stretch.current = work
  }
  stretch.leave = leave
  stretch.later = (step) => {
    leave()
    waiting = step
    leaveSoon()
  }
  return stretch
}

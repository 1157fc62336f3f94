type RequestIdProperty = { requestId?: string }

type IsAny<T> = 0 extends 1 & T ? true : false

/** A value as it leaves a registered client: objects have the property, everything else is as it was. */
export type Identified<T> = IsAny<T> extends true ? T : T extends object ? T & RequestIdProperty : T

type Returned<R> =
  R extends Promise<infer T> ? Promise<Identified<T>> : R extends { pipe: unknown } ? Identified<R> : R

/** A Node-style callback, first the error, then the result; further arguments are left alone. */
type Callback<F> = F extends (error: infer E, data: infer D, ...rest: infer Rest) => infer R
  ? (error: Identified<E>, data: Identified<D>, ...rest: Rest) => R
  : F

/** Callbacks stand behind the parameters, or alone. */
type Arguments<A extends readonly unknown[]> = { [K in keyof A]: Callback<A[K]> }

type Signature<A extends readonly unknown[], R> = (...args: Arguments<A>) => Returned<R>

/** TypeScript can look into overloads only through a pattern with as many signatures: four at most here. */
type Method<F> = F extends {
  (...args: infer A1): infer R1
  (...args: infer A2): infer R2
  (...args: infer A3): infer R3
  (...args: infer A4): infer R4
}
  ? Signature<A1, R1> & Signature<A2, R2> & Signature<A3, R3> & Signature<A4, R4>
  : F extends { (...args: infer A1): infer R1; (...args: infer A2): infer R2; (...args: infer A3): infer R3 }
    ? Signature<A1, R1> & Signature<A2, R2> & Signature<A3, R3>
    : F extends { (...args: infer A1): infer R1; (...args: infer A2): infer R2 }
      ? Signature<A1, R1> & Signature<A2, R2>
      : F extends (...args: infer A) => infer R
        ? Signature<A, R>
        : F

/**
 * A client's type once a plugin is registered on it: `requestId?: string` on what promises resolve to, on what
 * callbacks get and on returned streams. Every overload is kept, wrong arguments are still rejected, and it is
 * assignable to the SDK's own type.
 */
export type WithRequestId<C> = {
  [K in keyof C]: C[K] extends (...args: never) => unknown ? Method<C[K]> : C[K]
} & C

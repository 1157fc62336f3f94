/** What the types of a registered client say. */
import type { Clients } from './clients.js'

type RequestIdProperty = {
  /**
   * The id that the server gave the request that decided this outcome. Support asks for it.
   *
   * Absent if the server sent none, if no response came (DNS, a timeout, a reset), and if the SDK failed before it sent
   * anything. `getRequestInfo` has the ids of all attempts, and everything else that is known of them.
   */
  requestId?: string
}

/** The property, by the name of the option `property`. One that is not known when it is compiled is not in the types. */
type Property<Name extends string> = 'requestId' extends Name ? RequestIdProperty : { [N in Name]?: string }

/** A value as it leaves a registered client: objects have the property, everything else is as it was. */
export type Identified<T, Name extends string = 'requestId'> = T extends object
  ? Batch<T, Name> & Property<Name>
  : T

/**
 * What `withRequestId` takes besides `object`: `<C extends object>(client: C & Registrable<C, ...>)`. A value that is
 * certainly no client of the plugin's SDK does not compile, and the error says what to do. Any other is taken, also a
 * part of a client, an interface of one's own, and a type parameter, and is looked at once more at run time.
 * @typeParam Own the plugin
 * @typeParam Example how a client is made, e.g. `'new COS({ ... })'`
 */
export type Registrable<C, Own extends keyof Clients, Example extends string> =
  // Bad first: TypeScript compares a type parameter with the other branch alone, as it takes it for `any` here.
  IsNever<Misfit<C, Own, Example>> extends false ? Misfit<C, Own, Example> : unknown

/** `any`, in brackets also for a type parameter that stands for it, is none. */
type Misfit<C, Own extends keyof Clients, Example extends string> = [0] extends [1 & C]
  ? never
  : MisfitOf<C, Own, Example>

type MisfitOf<C, Own extends keyof Clients, Example extends string> = C extends Clients[Own]
  ? never
  : C extends { prototype: object } // its constructor may be protected
    ? `got a class; pass an instance: ${Example}`
    : C extends PromiseLike<unknown>
      ? 'got a promise; await it first'
      : HasMethod<C> extends true
        ? `got a client of another SDK; use @requestid/${PluginOf<C, keyof Clients>}`
        : `got no client; pass an instance: ${Example}`

type PluginOf<C, Plugin> = Plugin extends keyof Clients ? (C extends Clients[Plugin] ? Plugin : never) : never

/** `false` for `{}` and for what has data alone, such as a client's options. `object` and `unknown` say nothing. */
type HasMethod<C> = C extends (...args: never) => unknown
  ? false
  : [keyof C] extends [never]
    ? string extends C
      ? false
      : true
    : unknown extends C[keyof C]
      ? true
      : IsNever<Extract<C[keyof C], (...args: never) => unknown>> extends true
        ? false
        : true

type IsNever<T> = [T] extends [never] ? true : false

type IsAny<T> = 0 extends 1 & T ? true : false

/** The names of the lists in a result whose items are outcomes of their own. A result that is a list has none. */
type BatchKeys<T> = T extends readonly unknown[]
  ? never
  : {
      [K in keyof T]-?: T[K] extends readonly (infer I)[]
        ? IsAny<I> extends true
          ? never
          : I extends { data: unknown; error: unknown }
            ? K
            : never
        : never
    }[keyof T]

/** Replaces such lists. If they were intersected, callbacks of `map` and the like would get the SDK's items. */
type Batch<T, Name extends string> = [BatchKeys<T>] extends [never]
  ? T
  : { [K in keyof T]: K extends BatchKeys<T> ? Items<T[K], Name> : T[K] }

type Items<List, Name extends string> = { [I in keyof List]: Item<List[I], Name> }

type Item<T, Name extends string> = {
  [K in keyof T]: K extends 'data' | 'error' ? Identified<T[K], Name> : T[K]
}

/** Node-style: first an error, then a result. Two parameters alone could be `progress(percent, checkpoint)`. */
type IsCallback<F> =
  NonNullable<F> extends (...args: infer A) => unknown
    ? Required<A> extends [infer E, unknown, ...unknown[]]
      ? IsError<E>
      : false
    : false

/** With a message, or none on success: the errors of cos-wx-sdk-v5 are plain objects without one. */
type IsError<E> = [E] extends [{ message: string } | null | undefined]
  ? true
  : [null, E] extends [E, object | null | undefined]
    ? true
    : false

type Callback<F, Name extends string> = F extends (
  error: infer E,
  data: infer D,
  ...rest: infer Rest
) => infer R
  ? (error: Identified<E, Name>, data: Identified<D, Name>, ...rest: Rest) => R
  : F

/** The names of callbacks in an object. Without the `on`, a stream's own `_destroy(error, callback)` is one. */
type CallbackKeys<P> = {
  [K in keyof P]-?: K extends `on${string}` ? (IsCallback<P[K]> extends true ? K : never) : never
}[keyof P]

/** Parameters with callbacks in them or in lists next to these; any other type stays the one the SDK names. */
type WithCallbacks<P, Name extends string> = [CallbackKeys<P>] extends [never]
  ? P
  : {
      [K in keyof P]: K extends CallbackKeys<P>
        ? Callback<P[K], Name>
        : P[K] extends readonly unknown[]
          ? Arguments<P[K], Name>
          : P[K]
    }

type Arguments<A extends readonly unknown[], Name extends string> = {
  [I in keyof A]: IsCallback<A[I]> extends true ? Callback<A[I], Name> : WithCallbacks<A[I], Name>
}

type Returned<R, Name extends string> =
  R extends Promise<infer T>
    ? Promise<Identified<T, Name>>
    : R extends { pipe: unknown } | { getReader: unknown }
      ? Identified<R, Name>
      : R extends { promise(): Promise<unknown> }
        ? Methods<Pick<R, keyof R & ('promise' | 'send' | 'eachPage')>, Name> & R
        : R

type Signature<A extends readonly unknown[], R, Name extends string> = (
  ...args: Arguments<A, Name>
) => Returned<R, Name>

/**
 * Overloads can only be taken apart by a pattern of as many signatures; fewer match it too, repeated. What does
 * not fit back into the SDK's type, such as a generic method without its type parameters, stays as it was.
 */
type Method<F, Name extends string> = F extends {
  (...args: infer A1): infer R1
  (...args: infer A2): infer R2
  (...args: infer A3): infer R3
  (...args: infer A4): infer R4
}
  ? Signature<A1, R1, Name> &
      Signature<A2, R2, Name> &
      Signature<A3, R3, Name> &
      Signature<A4, R4, Name> extends infer M extends F
    ? M
    : F
  : F

type Methods<C, Name extends string> = {
  [K in keyof C]: C[K] extends (...args: never) => unknown ? Method<C[K], Name> : C[K]
}

/**
 * A client's type once a plugin is registered on it. `requestId?: string` is on what promises resolve to, on
 * what callbacks get, and on returned streams; in a batch also on each item's `data` and `error`, and on what
 * the callbacks among its parameters get. Every overload is kept, wrong arguments are still rejected, and it is
 * assignable to the SDK's own type.
 *
 * Limits, all of TypeScript, which has to be 5.4 or later:
 * - a method with type parameters, or with more than four overloads, keeps the SDK's own type;
 * - so do all methods within a function that is generic in the client;
 * - of a class with private or protected members, `ReturnType` and `Parameters` see the SDK's own methods;
 * - an editor shows the SDK's comment on a method with one signature, and none on one with overloads;
 * - what a promise rejects with has no type: `getRequestId(error)` takes anything.
 */
export type WithRequestId<C> = WithProperty<C, 'requestId'>

/**
 * The same where the option `property` gives the id another name.
 * @typeParam Name that of the option
 */
export type WithProperty<C, Name extends string> = Methods<C, Name> &
  (Methods<C, Name> extends C ? object : C)

/** What `withRequestId` returns. With the usual name, an editor shows `WithRequestId<Client>`. */
export type Registered<C, Name extends string> = [Name] extends ['requestId']
  ? WithRequestId<C>
  : WithProperty<C, Name>

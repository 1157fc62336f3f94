/** What of the SDK's clients is used, and the check at registration. */
import { type Identified, isObject, type WithProperty as WithMethods } from '@requestid/core/plugin'

/**
 * A middleware stack by its shape, so that none of its three packages (`@aws-sdk/middleware-stack`,
 * `@smithy/middleware-stack`, `@smithy/core/client`) is imported. `never` stands for types that differ
 * between them.
 */
export interface Stack {
  add(middleware: never, options: never): void
  removeByTag(tag: string): boolean
  /** Not in version 3.0. */
  identify?(): string[]
}

/** The parts of a client this plugin touches. */
export interface Client {
  readonly config?: { readonly logger?: object }
  readonly middlewareStack: { use(plugin: { applyToStack(stack: Stack): void }): void }
}

/**
 * A command by its shape. The stack tells which service it is of, where inputs alone do not: some have no members.
 * With `any` for `never`, TypeScript would prefer the SDK's own overloads of `send`.
 */
export interface Command<Input, Output, ClientStack> {
  readonly input: Input
  resolveMiddleware(
    stack: ClientStack,
    configuration: never,
    options: never,
  ): (args: never) => Promise<{ output: Output }>
}

type Called<C, Name extends string> = C extends {
  readonly middlewareStack: infer ClientStack
  send(command: infer Sent, options?: infer Options): unknown
}
  ? Send<Sent extends { readonly input: infer Input } ? Input : object, Options, ClientStack, Name>
  : unknown

/** The overloads of a client's `send`, with the results' `requestId`. */
export interface Send<Input, Options, ClientStack, Name extends string = 'requestId'> {
  <I extends Input, O>(
    command: Command<I, O, ClientStack>,
    callback: (error: unknown, data?: Identified<O, Name>) => void,
  ): void
  <I extends Input, O>(
    command: Command<I, O, ClientStack>,
    options: Options,
    callback: (error: unknown, data?: Identified<O, Name>) => void,
  ): void
  <I extends Input, O>(command: Command<I, O, ClientStack>, options?: Options): Promise<Identified<O, Name>>
}

/**
 * A client's type once a plugin is registered on it: `requestId?: string` is on the result of `send` and, for
 * clients that have them, of methods such as `getObject`, by promise and by callback. A command of another
 * service is still rejected, and it is assignable to the SDK's own type. Paginators, waiters and `Upload` name
 * their results by themselves: `@requestid/aws/augment` covers those.
 */
export type WithRequestId<C> = WithProperty<C, 'requestId'>

/**
 * The same where the option `property` gives the id another name.
 * @typeParam Name that of the option
 */
export type WithProperty<C, Name extends string> = { send: Called<C, Name> } & WithMethods<C, Name>

/** What `withRequestId` returns. With the usual name, an editor shows `WithRequestId<Client>`. */
export type Registered<C, Name extends string> = [Name] extends ['requestId']
  ? WithRequestId<C>
  : WithProperty<C, Name>

/** Whether it has what a client of the SDK is known by. */
export function isClient(client: unknown): boolean {
  const { send, middlewareStack } = Object(client)
  // A mock may have the first as well.
  const members = ['use', 'concat']
  return (
    typeof send === 'function' && isObject(middlewareStack) && members.every((name) => middlewareStack[name])
  )
}

/** Whether the SDK writes a line for each call. Without an option it has a logger that does nothing. */
export function hasLogger({ config }: Client): boolean {
  return !!config?.logger && config.logger.constructor?.name !== 'NoOpLogger'
}

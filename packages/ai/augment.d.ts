// Adds `requestId` to what the resources of both SDKs give and to their errors, of clients without the plugin too,
// where it is never there. Use it with `import type {} from '@requestid/ai/augment'`.
//
// Declarations for each SDK; those of one that is not installed are passed over.

/** With what the SDKs add themselves. */
type With<T> = T extends object
  ? T & { requestId?: string | undefined; _request_id?: string | null; _workspace_id?: string | null }
  : T

declare module 'openai/core/api-promise' {
  interface APIPromise<T> {
    then<Result = With<T>, Failure = never>(
      onfulfilled?: ((value: With<T>) => Result | PromiseLike<Result>) | null,
      // biome-ignore lint/suspicious/noExplicitAny: as the SDK has it
      onrejected?: ((reason: any) => Failure | PromiseLike<Failure>) | null,
    ): Promise<Result | Failure>
    catch<Result = never>(
      // biome-ignore lint/suspicious/noExplicitAny: as the SDK has it
      onrejected?: ((reason: any) => Result | PromiseLike<Result>) | null,
    ): Promise<With<T> | Result>
    finally(onfinally?: (() => void) | null): Promise<With<T>>
  }
}

declare module 'openai/core/pagination' {
  interface AbstractPage<Item> {
    requestId?: string | undefined
  }
}

declare module 'openai/core/streaming' {
  interface Stream<Item> {
    requestId?: string | undefined
  }
}

declare module 'openai/core/error' {
  interface OpenAIError {
    requestId?: string | undefined
  }
}

declare module '@anthropic-ai/sdk/core/api-promise' {
  interface APIPromise<T> {
    then<Result = With<T>, Failure = never>(
      onfulfilled?: ((value: With<T>) => Result | PromiseLike<Result>) | null,
      // biome-ignore lint/suspicious/noExplicitAny: as the SDK has it
      onrejected?: ((reason: any) => Failure | PromiseLike<Failure>) | null,
    ): Promise<Result | Failure>
    catch<Result = never>(
      // biome-ignore lint/suspicious/noExplicitAny: as the SDK has it
      onrejected?: ((reason: any) => Result | PromiseLike<Result>) | null,
    ): Promise<With<T> | Result>
    finally(onfinally?: (() => void) | null): Promise<With<T>>
  }
}

declare module '@anthropic-ai/sdk/core/pagination' {
  interface AbstractPage<Item> {
    requestId?: string | undefined
  }
}

declare module '@anthropic-ai/sdk/core/streaming' {
  interface Stream<Item> {
    requestId?: string | undefined
  }
}

declare module '@anthropic-ai/sdk/core/error' {
  interface AnthropicError {
    requestId?: string | undefined
  }
}

export {}

/** Exact equality: `any` equals only itself. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles only if its type argument is `true`. */
export declare function expectTrue<_T extends true>(): void

export type Id = string | undefined

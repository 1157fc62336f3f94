/** What the types of a registered instance of axios say, by its shape: axios need not be there. */
import type { Registrable } from '@requestid/core/plugin'

export type RegistrableAxios<C> = Registrable<C, 'http', 'axios.create()'>

/** Of its interceptors, as its methods have type parameters. */
type ResponseOf<C> = C extends {
  interceptors: { response: { use: (onFulfilled?: infer F, ...rest: never) => unknown } }
}
  ? Parameters<Extract<F, (...args: never) => unknown>>[0]
  : never

type ConfigOf<C> = C extends { getUri: (config?: infer K) => string } ? K : never

type Data<C> = ResponseOf<C> extends { data: infer D } ? D : never

type Answer<C, T, Name extends string> = Omit<ResponseOf<C>, 'data'> & { data: T } & { [N in Name]?: string }

type Calls<C, Name extends string> = {
  readonly [M in 'get' | 'delete' | 'head' | 'options']: <T = Data<C>, R = Answer<C, T, Name>>(
    url: string,
    config?: ConfigOf<C>,
  ) => Promise<R>
} & {
  readonly [M in 'post' | 'put' | 'patch' | 'postForm' | 'putForm' | 'patchForm']: <
    T = Data<C>,
    R = Answer<C, T, Name>,
  >(
    url: string,
    data?: unknown,
    config?: ConfigOf<C>,
  ) => Promise<R>
} & { request<T = Data<C>, R = Answer<C, T, Name>>(config: NonNullable<ConfigOf<C>>): Promise<R> }

type Called<C, Name extends string> = C extends (...args: never) => unknown
  ? {
      <T = Data<C>, R = Answer<C, T, Name>>(config: NonNullable<ConfigOf<C>>): Promise<R>
      <T = Data<C>, R = Answer<C, T, Name>>(url: string, config?: ConfigOf<C>): Promise<R>
    }
  : unknown

/** The type of an instance of axios once the plugin is registered on it; it is assignable to that of axios. */
export type AxiosWithRequestId<C, Name extends string = 'requestId'> = Called<C, Name> & Calls<C, Name> & C

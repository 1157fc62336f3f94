/** What a package.json says. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly packageManager?: string
  readonly bin?: string | Readonly<Record<string, string>>
  readonly main?: string
  readonly miniprogram?: string
  readonly files?: readonly string[]
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly [field: string]: unknown
}

export interface Package {
  /** That of its folder. */
  readonly name: string
  readonly folder: string
  readonly manifest: Manifest
  /** The packages of this repository that it needs. */
  readonly dependencies: readonly string[]
}

export type InLanguages<T> = Readonly<Record<'en' | 'zh', T>>

/** What the scripts and tests that loop over the packages ask of each. */
export interface Registry {
  /** The packages of the SDKs that .github/workflows/newest.yml renews. */
  readonly newest: readonly string[]
  /** What the SDK's clients have alone, as a type: of that packages/core/test/clients.test.ts makes a list. */
  readonly client: string
  /** Where the tests run each SDK. */
  readonly runsIn: Readonly<Record<string, InLanguages<string>>>
  /** Where it stands in the READMEs' tables: what most readers look for comes first. */
  readonly place: number
  /** The plugin's row in the READMEs' first table. */
  readonly row: InLanguages<Readonly<Record<'service' | 'register' | 'more', string>>>
  /** The budget of what is imported, in bytes of brotli. */
  readonly sizes: Readonly<Record<string, number>>
}

/** Each after those that it needs, and otherwise by name. */
export const packages: readonly Package[]
export const published: readonly Package[]
/** Those for SDKs, which are their optional peers. */
export const plugins: readonly Package[]

export function registryOf(one: Package): Registry

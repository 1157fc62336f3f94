/** What a vendor's file says, export by export: `wire`, `shape`, `forms`, `text`, `ticket`; each may be left out. */

/**
 * The ids that a response can carry, under one set of names for every vendor. No interface: with one, TypeScript would
 * not take them for a record of strings, as loggers do.
 */
export type Ids = {
  /** The id the server gave this exchange. Absent where no response came, or one without an id. */
  requestId?: string
  /** The second half of S3's pair: `x-amz-id-2`. */
  extendedRequestId?: string
  /** `x-cos-trace-id`, which COS sends with errors. */
  traceId?: string
  /** Alibaba Cloud's error code of an error: `x-oss-ec`. */
  ec?: string
  /** Further ids by their header's name, such as `x-amz-apigw-id`. Absent where there is none. */
  otherIds?: Readonly<Record<string, string>>
}

/** The kinds of id that have a name of their own. */
export const kinds = ['requestId', 'extendedRequestId', 'traceId', 'ec'] as const satisfies readonly Exclude<
  keyof Ids,
  'otherIds'
>[]

export type IdKind = (typeof kinds)[number]

/** For each kind of id, the names it goes by; the first one present wins. */
export type IdNames = { readonly [Kind in IdKind]?: readonly string[] }

/** `wire`: how one service writes its ids. All that a plugin needs. */
export interface Vendor {
  /** One name per service. */
  readonly name: string
  /** In lower case. */
  readonly headers: IdNames
  /** The names of body elements. */
  readonly body: IdNames
  /** Headers of ids that have no kind of their own, by the first one's name: under that they stand in `otherIds`. */
  readonly others?: { readonly [name: string]: readonly string[] }
  /** The member of a JSON body whose members these are, where they are not its own. */
  readonly within?: string
  /** Whether a response is of this service, where another one has the same headers for its ids. */
  readonly is?: (header: (name: string) => unknown) => boolean
  /** Whether others write these headers too: where nothing else tells of the vendor, an id needs a form of its own. */
  readonly shared?: true
  /** Whether it stands in front of others: its id is in their responses too, and in requests that it passes on. */
  readonly proxy?: true
}

/** Where an outcome carries traces of the response it came from. */
export interface Evidence {
  /** The response's headers, in any form `readHeaders` takes. */
  headers?: unknown
  /**
   * The response's body as text, or objects parsed from it; the first one with an id counts. A function, as it is only
   * asked for where the headers have no id.
   */
  bodies?: (() => readonly unknown[]) | undefined
  /** The response's status, where the outcome has it. */
  statusCode?: unknown
  /** An object of it that its copies share, or that somebody hands on without it. */
  part?: unknown
}

/** `shape`: what results and errors of the vendor's SDKs look like. */
export interface Shape {
  /** How the service writes its ids. */
  readonly vendor: Vendor
  /**
   * Groups of members. An outcome with each of a group is the SDK's, though no plugin saw it: what its body said counts.
   * Headers of the vendor's own count in any outcome.
   */
  readonly marks: readonly (readonly string[])[]
  readonly evidence: (outcome: Record<PropertyKey, unknown>) => Evidence
}

/** One of `forms`: what the ids of a service look like. Services share a form by listing the same object. */
export interface IdForm {
  /** The vendor that a word of this form alone tells of; absent where too many have it. */
  readonly vendor?: string
  /** A regular expression that every engine understands; `matches` also looks at what it decodes to. */
  readonly pattern: string
  /** Whether nothing else is likely to have this form: such an id needs no label beside it. */
  readonly distinct: boolean
  /** @param text one word, without the quotes around it */
  matches(text: string): boolean
  /** The moment in an id of this form: milliseconds since the epoch, 0 where it has none. */
  time?(id: string): number
  /** The server in an id of this form, where it names one: the service's own, never the client. */
  server?(id: string): string
  /** Whether much else looks like this id. Where it is absent, little does. */
  vague?(id: string): boolean
  /** Whether half an id may look like a whole one: of two readings the longer one is it. */
  readonly grows?: boolean
  /** Whether it is known by the words around it alone: a rule that does not see them leaves it out. */
  readonly coarse?: boolean
  /** Whether it has characters with which a word ends elsewhere. */
  readonly punctuated?: boolean
  /** A whole id of the same moment, out of the beginning of one. */
  complete?(beginning: string): string
}

/** The text around a word that may be an id. */
export interface Surroundings {
  /** So many characters in front of the word, and behind it. */
  before(length: number): string
  after(length: number): string
  /** Those on both sides of it, and the word. */
  near(length: number): string
  /** So many characters in front of the word's label. */
  lead(length: number): string
  /** The label, and what stands between it and the word. */
  label(): string
  /** The vendors that the words around name, the nearest first. */
  vendors(): readonly string[]
  /** The same without the one whose header the label is. */
  others(): readonly string[]
}

/** Whether a word is an id of this vendor; `'low'` where nothing but the word itself says so. */
export type Claim = (word: string, around: Surroundings) => boolean | 'low'

/** An id that accompanies the request id of a response. */
export interface Companion {
  readonly kind: IdKind | 'otherIds'
  /** What a table calls it. */
  readonly name: string
  /** A regular expression of what stands in front of it, in any letter case. */
  readonly label: RegExp
  /** A part of each label: to look for these first is quick, and mostly enough. */
  readonly parts: readonly string[]
  /** Whether a word can be one. */
  is(id: string): boolean
  /** Whether a word that can be one cannot be a half of one, where that is to be told. */
  whole?(id: string): boolean
}

/** A row in a log of the service's own, which has no labels. */
export interface LogRow extends Ids {
  requestId: string
  /** Where the id stands. */
  readonly start: number
  readonly end: number
  time?: string
  method?: string
  url?: string
  statusCode?: number
  errorCode?: string
}

/** `text`: how ids are told in any text. */
export interface Text {
  readonly vendor: string
  /** A regular expression of words that tell whose text it is, in any letter case. */
  readonly hints?: RegExp
  /**
   * What else `claims` asks for around a GUID, or around digits in lower case, in any letter case: where neither it nor a
   * hint is near, no id is looked for.
   */
  readonly evidence?: RegExp
  /** Headers of the id, in lower case: in a text, any spelling of one is its label. */
  readonly labels?: readonly string[]
  /** What a label looks like that does not end in "request id". */
  readonly label?: RegExp
  /** Whether its ids have no other forms than those in `forms`. Private clouds may have. */
  readonly known?: boolean
  /** Behind one of the labels. Default: one of the forms if they are `known`, a word of letters, digits and `+/=-_` else. */
  readonly behind?: Claim
  /** Behind a label of another vendor, which this one writes too. */
  readonly alike?: { readonly labels: readonly string[]; readonly behind: Claim }
  /** Behind a label that many use. */
  readonly claims?: Claim
  /** Behind a label that many use, whatever is around: what no form says. */
  readonly always?: (word: string) => boolean
  /** An id that stands without a label: how one begins, and its form. */
  readonly bare?: { readonly place: RegExp; readonly form: IdForm }
  /** Logs of the service's own: what tells of a row, and what it says. `end` is where that place ends. */
  readonly logs?: readonly {
    readonly place: RegExp
    read(text: string, start: number, end: number): LogRow | undefined
  }[]
  /** Programs that leave the id out of the errors they print. */
  readonly silent?: readonly string[]
  readonly companions?: readonly {
    readonly of: Companion
    /** Whether it suits ids of this vendor. */
    suits?(id: string): boolean
    /** What it looks like where it has no label: a length, and how it ends. */
    readonly bare?: { readonly length: number; readonly end: string }
  }[]
}

/** What a vendor may call otherwise than others do. */
export type Terms = Record<IdKind | 'region' | 'bucket' | 'key' | 'host', string>

/** In English and in Chinese. */
export type Bilingual<Value> = Readonly<Record<'en' | 'zh', Value>>

/** What a vendor calls things. */
export type OwnTerms = Bilingual<Partial<Terms>>

/** Where a request went. */
export interface Address {
  /** The name by which the vendor's hosts call one of several services: `'s3'`, `'dynamodb'`. */
  service?: string | undefined
  region?: string | undefined
  bucket?: string | undefined
  key?: string | undefined
}

/** Where a request of an error went. `resource` is a host and a path. */
export interface Named extends Address {
  resource?: string | undefined
}

/** `ticket`: what the vendor's support asks for. */
export interface Ticket {
  readonly vendor: string
  /** The service's name. */
  readonly service: Bilingual<string>
  /** The name of one of several services, by what a host calls it. */
  readonly serviceOf?: (name: string | undefined) => string | undefined
  /** What it calls things, where that differs from what others do. */
  readonly terms?: OwnTerms
  /**
   * How its hosts are made up: `bucket`, `region`, and of object storage `service`. Where such a host has no bucket, it
   * is the first segment of the path. `other` is a service whose paths have none.
   */
  readonly hosts?: readonly RegExp[]
  /**
   * What an error of the vendor's SDK says of the address, if it is one.
   * @param get gives a member of the error, or a member of that, if it is a text; never throws
   */
  readonly named?: (get: (...names: string[]) => string | undefined) => Named | '' | undefined
  /** The page where an id gives a diagnosis to whoever owns the account. */
  readonly diagnosis?: (ids: Ids) => string | undefined
}

import COS from 'cos-nodejs-sdk-v5'
import COS29 from 'cos-nodejs-sdk-v5-2.9'
import COS215 from 'cos-nodejs-sdk-v5-2.15'

export type SDK = typeof COS & { readonly version: string }

/** The versions of cos-nodejs-sdk-v5 the tests run against: newest, the most used line, oldest supported. */
export const versions = [COS, COS215, COS29] as unknown as readonly SDK[]

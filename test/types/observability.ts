import type { Instrumentation } from '@opentelemetry/instrumentation'
import {
  type Exchange,
  errorSerializer,
  formatSupportReport,
  type RequestInfo,
  requestIdFields,
  type SupportReportOptions,
} from '@requestid/core'
import { observeOperations } from '@requestid/core/plugin'
import { formatSupportReport as ofPlugin } from '@requestid/cos'
import { RequestIdInstrumentation } from '@requestid/opentelemetry'
import { type Equal, expectTrue, type Id } from './expect.js'

const options: SupportReportOptions = { language: 'zh', sdk: 'cos-nodejs-sdk-v5 3.0.0' }
const report = formatSupportReport(new Error('failed'), options)
expectTrue<Equal<typeof report, string | undefined>>()
export const same: typeof formatSupportReport = ofPlugin
declare const info: RequestInfo
export const reports = [formatSupportReport(info), formatSupportReport(info.exchanges[0])]
export const operation: string | undefined = info.operation
// @ts-expect-error: no such option
formatSupportReport(info, { lang: 'zh' })

export const { requestId, vendor } = requestIdFields(new Error('failed'))
expectTrue<Equal<typeof requestId, Id>>()
export const serializers: Record<string, (error: unknown) => unknown> = { err: errorSerializer }

export const stop: () => void = observeOperations('mine', ({ name, vendors }) => ({
  exchange: (exchange: Exchange) => void [exchange.requestId, name?.length, vendors[0]?.headers],
}))

export const instrumentation: Instrumentation = new RequestIdInstrumentation({ enabled: false })
// @ts-expect-error: no such option
new RequestIdInstrumentation({ disabled: true })

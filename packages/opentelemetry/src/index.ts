/** Request ids on the active OpenTelemetry span. */
export { RequestIdInstrumentation, type RequestIdInstrumentationConfig } from './instrumentation.js'

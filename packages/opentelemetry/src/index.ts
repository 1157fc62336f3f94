export { RequestIdInstrumentation, type RequestIdInstrumentationConfig } from './instrumentation.js'

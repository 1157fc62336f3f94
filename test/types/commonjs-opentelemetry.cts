import opentelemetry = require('@requestid/opentelemetry')

const instrumentation = new opentelemetry.RequestIdInstrumentation()
instrumentation.disable()
// @ts-expect-error: a string
const version: number = instrumentation.instrumentationVersion

export = { version }

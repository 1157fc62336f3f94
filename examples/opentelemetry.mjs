// Request ids on spans: `RequestIdInstrumentation` puts the ids of every call on the span that is active where the call
// is made. An OpenTelemetry Collector with opentelemetry-collector.yaml keeps the spans that have one: so a fleet
// collects them. Spans go to OTEL_EXPORTER_OTLP_ENDPOINT, or to the console if it is not set.
// Run: node examples/opentelemetry.mjs
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { withRequestId } from '@requestid/cos'
import { RequestIdInstrumentation } from '@requestid/opentelemetry'
import { startServer } from '@requestid/testing'
import COS from 'cos-nodejs-sdk-v5'

// In your program, NodeSDK does this: new NodeSDK({ instrumentations: [new RequestIdInstrumentation()] }).
const exporter = process.env.OTEL_EXPORTER_OTLP_ENDPOINT ? new OTLPTraceExporter() : new ConsoleSpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
trace.setGlobalTracerProvider(provider)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
new RequestIdInstrumentation()

const server = await startServer()
// With your own bucket: new COS({ SecretId, SecretKey }), and no server.
const cos = withRequestId(new COS(server.cosOptions()))
server.inject({ status: 503 })

await trace.getTracer('example').startActiveSpan('read the report', async (span) => {
  try {
    await cos.getObject({ Bucket: 'examples-1250000000', Region: 'ap-guangzhou', Key: 'missing.txt' })
  } catch (err) {
    // The error's own properties would not survive here; the id is on the span already.
    span.recordException(err)
  } finally {
    span.end()
  }
})

await provider.shutdown()
await server.close()

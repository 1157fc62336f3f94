// OpenTelemetry's own preload, with the hook through which it sees what is imported.
import { register } from 'node:module'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'

// Node 26 says of `register` that it is deprecated.
process.noDeprecation = true
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url)
process.noDeprecation = false
const exporter = new InMemorySpanExporter()
const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
tracerProvider.register()
registerInstrumentations({ tracerProvider, instrumentations: [new AwsInstrumentation()] })
process.on('exit', () => console.log(JSON.stringify(exporter.getFinishedSpans().map(({ name }) => name))))

import { context, type DiagLogger, diag, type Span, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { onTestFinished } from 'vitest'

const exporter = new InMemorySpanExporter()
export const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })

/** What the OpenTelemetry API complained of. */
export const complaints: unknown[] = []

/** Sets up the real SDK, as a program does at its start. */
export function startTracing(): void {
  trace.setGlobalTracerProvider(provider)
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const log = (...args: unknown[]) => void complaints.push(args)
  const silent = () => {}
  const logger: DiagLogger = { error: log, warn: log, info: silent, debug: silent, verbose: silent }
  diag.setLogger(logger)
}

/** Runs `fn` on an active span, and gives that and all others that it caused. */
export async function traced(
  fn: (span: Span) => unknown,
): Promise<{ span: ReadableSpan; others: ReadableSpan[]; outcome: unknown }> {
  exporter.reset()
  onTestFinished(() => void complaints.splice(0))
  const outcome = await trace.getTracer('test').startActiveSpan('job', async (span) => {
    const settled = await Promise.resolve(fn(span)).catch((error: unknown) => error)
    span.end()
    return settled
  })
  const spans = exporter.getFinishedSpans()
  const span = spans.find(({ name }) => name === 'job')
  if (!span) throw new Error('no span')
  return { span, others: spans.filter((other) => other !== span), outcome }
}

export const finishedSpans = () => exporter.getFinishedSpans()

/** The ids of the exchanges among a span's events, by an attribute. */
export const eventIds = ({ events }: ReadableSpan, name: string) =>
  events
    .filter((event) => event.name === 'requestid.exchange')
    .map(({ attributes }) => [attributes?.[name]].flat()[0])

import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Link,
  type Span,
} from "@opentelemetry/api"

/** Does nothing until the app starts an OpenTelemetry SDK. */
const tracer = trace.getTracer("serai")

/** What a job's row carries of the span that added it. */
export type Carrier = Record<string, string>

/** Runs a job as a span: what it starts are children, what it throws is its error. */
export function traced<T>(name: string, attributes: Attributes, job: (span: Span) => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await job(span)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "failed" })
      throw error
    } finally {
      span.end()
    }
  })
}

/** Notes something about the span that is running. */
export const note = (attributes: Attributes): void => {
  trace.getActiveSpan()?.setAttributes(attributes)
}

export const noteEvent = (name: string, attributes: Attributes): void => {
  trace.getActiveSpan()?.addEvent(name, attributes)
}

/** Empty while nobody traces. */
export function carrier(): Carrier {
  const carried: Carrier = {}
  propagation.inject(context.active(), carried)
  return carried
}

/**
 * A change hops through rows and processes. The job that comes next is a trace of its own, linked to the span that added it:
 * many changes become one job, and a job has one parent at most.
 */
export function linksOf(carried: Carrier | undefined): Link[] {
  const origin = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, carried ?? {}))
  return origin ? [{ context: origin }] : []
}

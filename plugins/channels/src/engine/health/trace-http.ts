import type { Session } from "../../contract"
import { noteEvent, traced } from "./trace"

/** A channel's way to its marketplace, with a span per request: retries and waiting for limits included. */
export function tracedHttp(http: Session["http"], attributes: Record<string, string>): Session["http"] {
  return {
    send: (request) =>
      traced(`call ${request.operation}`, { ...attributes, "serai.operation": request.operation }, () =>
        http.send(request),
      ),
  }
}

/** Each attempt of a request, on the request's own span. */
export function noteAttempt({ status, durationMs }: { status: number | null; durationMs: number }): void {
  noteEvent("attempt", { "http.response.status_code": status ?? 0, "serai.duration_ms": durationMs })
}

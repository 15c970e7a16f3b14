import { NodeSDK } from "@medusajs/framework/opentelemetry/sdk-node"

/**
 * Sends spans to an OpenTelemetry collector. Where it is and how it is spoken to, the SDK reads from its own documented
 * variables (`OTEL_EXPORTER_OTLP_…`). Medusa's `registerOtel` is not used: its HTTP spans carry every request header, with
 * cookies and tokens among them.
 */
export function startTracing(): void {
  const sdk = new NodeSDK({ serviceName: "serai" })
  sdk.start()
  process.once("SIGTERM", () => void sdk.shutdown())
}

import { Alert } from "@medusajs/ui"
import type { VerifyAnswer } from "../../lib/wire"

/** What the marketplace said: who we are there, or why it does not let us in. */
export const TrialResult = ({ answer }: { answer: VerifyAnswer }) =>
  answer.connected ? (
    <Alert variant="success">
      Connected as {answer.account}, selling in {answer.currency}.
    </Alert>
  ) : (
    <Alert variant="error">{answer.message}</Alert>
  )

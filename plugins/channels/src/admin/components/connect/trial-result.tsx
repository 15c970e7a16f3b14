import { Alert } from "@medusajs/ui"
import type { VerifyAnswer } from "../../lib/wire"
import { Refusal } from "../states"

/** What the marketplace said: who we are there, or why it does not let us in. */
export const TrialResult = ({ answer }: { answer: VerifyAnswer }) =>
  answer.connected ? (
    <Alert role="status" variant="success">
      Connected as {answer.account}, selling in {answer.currency}.
    </Alert>
  ) : (
    <Refusal>{answer.message}</Refusal>
  )

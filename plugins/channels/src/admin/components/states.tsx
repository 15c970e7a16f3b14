import { Alert, Button, Heading, Skeleton, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { sentenceOf } from "../lib/failure"

/** What was asked could not be shown; says why, and asks again. */
export const ErrorState = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => (
  <div role="alert" className="flex flex-col items-center gap-y-3 px-6 py-8 text-center">
    <Text size="small" className="text-ui-fg-error">
      {sentenceOf(error)}
    </Text>
    <Button size="small" variant="secondary" onClick={onRetry}>
      Try again
    </Button>
  </div>
)

/** Why something that was tried did not happen. */
export const Refusal = ({ children }: { children: ReactNode }) => (
  <Alert role="alert" variant="error">
    {children}
  </Alert>
)

export interface EmptyStateProps {
  title: string
  hint: string
  action?: ReactNode
}

/** Nothing is there, and what to do about it. */
export const EmptyState = ({ title, hint, action }: EmptyStateProps) => (
  <div className="flex flex-col items-center gap-y-2 px-6 py-10 text-center">
    <Heading level="h3">{title}</Heading>
    <Text size="small" className="text-ui-fg-subtle max-w-[440px] text-pretty">
      {hint}
    </Text>
    {action && <div className="pt-2">{action}</div>}
  </div>
)

export const LoadingRows = ({ rows = 4 }: { rows?: number }) => (
  <div aria-busy="true" aria-label="Loading" className="flex flex-col gap-y-3 px-6 py-4">
    {Array.from({ length: rows }, (_, index) => (
      <Skeleton key={index} className="h-7 w-full" />
    ))}
  </div>
)

export interface Asked<Answer> {
  data: Answer | undefined
  error: unknown
  refetch: () => unknown
}

/** The three faces of a question to the server: still waiting, no answer, the answer. An older answer beats an error. */
export function Loaded<Answer>({
  query,
  rows,
  children,
}: {
  query: Asked<Answer>
  rows?: number
  children: (answer: Answer) => ReactNode
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return <LoadingRows {...(rows !== undefined && { rows })} />
}

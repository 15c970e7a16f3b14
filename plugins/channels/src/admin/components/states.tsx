import { Alert, Button, Container, Heading, Skeleton, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { sentenceOf } from "../lib/failure"

/** What was asked could not be shown; says why, and asks again. */
const ErrorState = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => (
  <div role="alert" className="flex flex-col items-center gap-y-2 px-6 py-10 text-center">
    <Heading level="h3">This could not be loaded</Heading>
    <Text size="small" className="text-ui-fg-subtle max-w-[440px] text-pretty">
      {sentenceOf(error)}
    </Text>
    <Button size="small" variant="secondary" className="mt-2" onClick={onRetry}>
      Try again
    </Button>
  </div>
)

/** What is shown is the last answer, and the server gives no newer one: figures that stand still must not look alive. */
const StaleNotice = ({ error }: { error: unknown }) => (
  <div className="p-3">
    <Alert role="status" variant="warning">
      Not up to date. {sentenceOf(error)}
    </Alert>
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

interface LoadedProps<Answer> {
  query: Asked<Answer>
  rows?: number
  /** Stands in no card yet, so waiting and failing need one. */
  framed?: boolean
  children: (answer: Answer) => ReactNode
}

/** The faces of a question to the server: still waiting, no answer, the answer. An older answer beats an error. */
export function Loaded<Answer>({ query, rows, framed = false, children }: LoadedProps<Answer>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error != null && <StaleNotice error={query.error} />}
        {children(query.data)}
      </>
    )
  }
  const face = query.error ? (
    <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  ) : (
    <LoadingRows {...(rows !== undefined && { rows })} />
  )
  return framed ? <Container className="p-0">{face}</Container> : face
}

import { Hint, Label } from "@medusajs/ui"
import type { ReactNode } from "react"

interface FormFieldProps {
  id: string
  label: string
  help?: string | undefined
  error?: string | undefined
  optional?: boolean
  children: ReactNode
}

/** A label, its control, what it is for, and what is wrong with it. The control carries `id`. */
export const FormField = ({ id, label, help, error, optional, children }: FormFieldProps) => (
  <div className="flex flex-col gap-y-1">
    <div className="flex items-center gap-x-1">
      <Label htmlFor={id} size="small" weight="plus">
        {label}
      </Label>
      {optional && <span className="txt-compact-small text-ui-fg-muted">(optional)</span>}
    </div>
    {children}
    {help && <Hint>{help}</Hint>}
    {error && <Hint variant="error">{error}</Hint>}
  </div>
)

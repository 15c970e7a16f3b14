import { Button, Drawer } from "@medusajs/ui"
import type { FormEvent, ReactNode } from "react"

interface FormDrawerProps {
  open: boolean
  onClose: () => void
  title: string
  hint?: string
  submit: string
  isSubmitting: boolean
  canSubmit?: boolean
  onSubmit: () => void
  /** What was answered last; stays in sight above the buttons. */
  notice?: ReactNode
  /** Buttons beside Cancel and the submit button. */
  more?: ReactNode
  children: ReactNode
}

/** A form in a drawer: fields that scroll, and its buttons always in sight. */
export function FormDrawer(props: FormDrawerProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.onSubmit()
  }
  return (
    <Drawer open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Drawer.Content>
        <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col" autoComplete="off">
          <Drawer.Header>
            <Drawer.Title>{props.title}</Drawer.Title>
            <Drawer.Description className={props.hint ? "" : "sr-only"}>
              {props.hint ?? props.title}
            </Drawer.Description>
          </Drawer.Header>
          <Drawer.Body className="flex flex-1 flex-col gap-y-6 overflow-y-auto">{props.children}</Drawer.Body>
          {props.notice && <div className="border-ui-border-base border-t px-6 py-4">{props.notice}</div>}
          <Drawer.Footer className="flex-wrap">
            {props.more}
            <Drawer.Close asChild>
              <Button size="small" variant="secondary">
                Cancel
              </Button>
            </Drawer.Close>
            <Button
              size="small"
              type="submit"
              isLoading={props.isSubmitting}
              disabled={props.canSubmit === false}
            >
              {props.submit}
            </Button>
          </Drawer.Footer>
        </form>
      </Drawer.Content>
    </Drawer>
  )
}

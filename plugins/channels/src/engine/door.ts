let open = false

/** The API was loaded: this process will answer requests. Workers and commands, which load no API, never do. */
export function openDoor(): void {
  open = true
}

/** Does this process take webhooks? */
export const isDoorOpen = (): boolean => open

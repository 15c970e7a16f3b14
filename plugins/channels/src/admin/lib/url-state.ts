import { useSearchParams } from "react-router-dom"

/** Filters live in the address, so that a view can be linked to and the back button works. */
export function useUrlState() {
  const [parameters, setParameters] = useSearchParams()

  /** Sets or (undefined, "") removes parameters; whatever is filtered anew begins at its first page. */
  function set(changes: Record<string, string | undefined>, { keepPage = false } = {}): void {
    setParameters(
      (current) => {
        const next = new URLSearchParams(current)
        if (!keepPage) next.delete("page")
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined || value === "") next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace: true },
    )
  }

  const page = Math.max(0, Number(parameters.get("page") ?? 0) || 0)
  const setPage = (index: number) =>
    set({ page: index === 0 ? undefined : String(index) }, { keepPage: true })
  return { get: (name: string) => parameters.get(name) ?? undefined, set, page, setPage }
}

/** The parameter when it is one of the known words, else the first of them. */
export function oneOf<Word extends string>(
  words: readonly [Word, ...Word[]],
  value: string | undefined,
): Word {
  return words.find((word) => word === value) ?? words[0]
}

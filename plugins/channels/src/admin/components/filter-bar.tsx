import { Input, Tabs } from "@medusajs/ui"
import { useEffect, useState } from "react"
import { useSettled } from "../lib/live"
import { ChannelSelect } from "./channel-select"

interface FilterBarProps<Tab extends string> {
  tabs: [Tab, string][]
  tab: Tab
  onTab: (tab: Tab) => void
  channelId: string | undefined
  onChannel: (id: string | undefined) => void
  q: string
  onSearch: (q: string) => void
  searchHint: string
}

/** Tabs, channel and search over a list; wraps on a narrow screen. */
export function FilterBar<Tab extends string>(props: FilterBarProps<Tab>) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 px-6 py-4">
      <Tabs
        value={props.tab}
        onValueChange={(value) => pick(props, value)}
        className="-m-1 max-w-full overflow-x-auto p-1"
      >
        <Tabs.List>
          {props.tabs.map(([value, words]) => (
            <Tabs.Trigger key={value} value={value} className="whitespace-nowrap">
              {words}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
      </Tabs>
      <div className="flex flex-wrap items-center gap-2">
        <ChannelSelect value={props.channelId} onChange={props.onChannel} />
        <SearchInput q={props.q} onSearch={props.onSearch} hint={props.searchHint} />
      </div>
    </div>
  )
}

function pick<Tab extends string>({ tabs, onTab }: FilterBarProps<Tab>, value: string) {
  const chosen = tabs.find(([tab]) => tab === value)
  if (chosen) onTab(chosen[0])
}

interface SearchInputProps {
  q: string
  onSearch: (q: string) => void
  hint: string
}

export function SearchInput({ q, onSearch, hint }: SearchInputProps) {
  const [text, setText] = useState(q)
  const settled = useSettled(text)
  useEffect(() => {
    if (settled !== q) onSearch(settled)
    // Only what was typed starts a search; a new address or callback must not.
  }, [settled])
  return (
    <Input
      size="small"
      type="search"
      className="w-[220px] max-w-full"
      placeholder={hint}
      aria-label={hint}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}

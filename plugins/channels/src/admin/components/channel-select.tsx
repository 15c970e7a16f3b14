import { Select } from "@medusajs/ui"
import { useChannels } from "../hooks/channels"

/** Radix keeps the empty value for "nothing chosen", so all channels need a word of their own. */
const all = "all"

interface ChannelSelectProps {
  value: string | undefined
  onChange: (id: string | undefined) => void
}

export function ChannelSelect({ value, onChange }: ChannelSelectProps) {
  const channels = useChannels().data?.channels ?? []
  return (
    <Select
      size="small"
      value={value ?? all}
      onValueChange={(next) => onChange(next === all ? undefined : next)}
    >
      <Select.Trigger aria-label="Channel" className="w-[180px]">
        <Select.Value />
      </Select.Trigger>
      <Select.Content>
        <Select.Item value={all}>All channels</Select.Item>
        {channels.map(({ id, name }) => (
          <Select.Item key={id} value={id}>
            {name}
          </Select.Item>
        ))}
      </Select.Content>
    </Select>
  )
}

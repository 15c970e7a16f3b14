import { RadioGroup, Text } from "@medusajs/ui"

export interface Option<Value extends string> {
  value: Value
  label: string
  description: string
}

interface ChoiceProps<Value extends string> {
  id: string
  label: string
  value: Value
  options: Option<Value>[]
  onChange: (value: Value) => void
}

/** One of a few ways, each with what it means. */
export function Choice<Value extends string>({ id, label, value, options, onChange }: ChoiceProps<Value>) {
  const pick = (picked: string) => {
    const option = options.find((one) => one.value === picked)
    if (option) onChange(option.value)
  }
  return (
    <div className="flex flex-col gap-y-2">
      <Text id={id} size="small" weight="plus" leading="compact">
        {label}
      </Text>
      <RadioGroup aria-labelledby={id} value={value} onValueChange={pick}>
        {options.map(({ value, label, description }) => (
          <RadioGroup.ChoiceBox
            key={value}
            value={value}
            label={label}
            description={description}
            // Its circle would give way to a long description.
            className="text-left text-pretty [&>div:first-child]:shrink-0"
          />
        ))}
      </RadioGroup>
    </div>
  )
}

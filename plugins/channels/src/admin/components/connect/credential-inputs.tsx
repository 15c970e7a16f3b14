import { Input, Select } from "@medusajs/ui"
import type { CredentialField } from "../../lib/wire"
import { FormField } from "../form-field"

export type CredentialValues = Record<string, string>

interface CredentialInputsProps {
  fields: CredentialField[]
  values: CredentialValues
  onChange: (values: CredentialValues) => void
  /** The field that the test found fault with. */
  problem?: { field: string | null; message: string } | undefined
}

/** What was entered, and the defaults of what was not. */
export const withDefaults = (fields: CredentialField[], values: CredentialValues): CredentialValues =>
  Object.fromEntries(
    fields.flatMap(({ name, defaultValue }) => {
      const value = values[name] ?? defaultValue
      return value === undefined || value === "" ? [] : [[name, value]]
    }),
  )

export const isComplete = (fields: CredentialField[], values: CredentialValues) =>
  fields.every(({ name, required }) => !required || (values[name] ?? "") !== "")

/** The marketplace's own credential fields: secrets masked, choices as a select. */
export const CredentialInputs = ({ fields, values, onChange, problem }: CredentialInputsProps) => (
  <>
    {fields.map((field) => (
      <FormField
        key={field.name}
        id={`credential-${field.name}`}
        label={field.label}
        help={field.help}
        optional={!field.required && field.defaultValue === undefined}
        error={problem?.field === field.name ? problem.message : undefined}
      >
        <CredentialInput
          field={field}
          value={values[field.name] ?? field.defaultValue ?? ""}
          onChange={(value) => onChange({ ...values, [field.name]: value })}
        />
      </FormField>
    ))}
  </>
)

interface CredentialInputProps {
  field: CredentialField
  value: string
  onChange: (value: string) => void
}

function CredentialInput({ field, value, onChange }: CredentialInputProps) {
  const id = `credential-${field.name}`
  if (field.options) {
    return (
      <Select value={value} onValueChange={onChange}>
        <Select.Trigger id={id}>
          <Select.Value placeholder="Choose" />
        </Select.Trigger>
        <Select.Content>
          {field.options.map((option) => (
            <Select.Item key={option} value={option}>
              {option}
            </Select.Item>
          ))}
        </Select.Content>
      </Select>
    )
  }
  return (
    <Input
      id={id}
      type={field.secret ? "password" : "text"}
      // Browsers fill "off" password fields with the operator's own password; this value they leave empty.
      autoComplete={field.secret ? "new-password" : "off"}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

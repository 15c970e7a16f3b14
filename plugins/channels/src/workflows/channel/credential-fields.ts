import { z } from "zod"
import type { CredentialField } from "../../contract"

/** What `.meta()` and the schema itself say about a field, as JSON Schema tells it. */
const fieldSchema = z.looseObject({
  label: z.string().optional(),
  help: z.string().optional(),
  secret: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  default: z.string().optional(),
})

const credentialsSchema = z.looseObject({
  properties: z.record(z.string(), fieldSchema).default({}),
  required: z.array(z.string()).default([]),
})

/**
 * The connect form's fields, from the schema that validates them. A field that does not say whether it is secret is taken
 * for a secret: a mistake hides a name, never shows a key.
 */
export function credentialFields(schema: z.ZodType): CredentialField[] {
  const { properties, required } = credentialsSchema.parse(
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
  )
  return Object.entries(properties).map(([name, field]) => ({
    name,
    label: field.label ?? name,
    secret: field.secret ?? true,
    required: required.includes(name),
    ...(field.help !== undefined && { help: field.help }),
    ...(field.enum && { options: field.enum }),
    ...(field.default !== undefined && { defaultValue: field.default }),
  }))
}

/** Which credential does not fit, and why; undefined when all fit. Never contains a value. */
export function credentialProblem(
  schema: z.ZodType,
  credentials: unknown,
): { field: string | null; message: string } | undefined {
  const result = schema.safeParse(credentials)
  if (result.success) return undefined
  const issue = result.error.issues[0]
  const name = issue?.path[0]
  const field = credentialFields(schema).find((candidate) => candidate.name === name)
  const reason = issue?.message ?? "does not fit"
  return { field: field?.name ?? null, message: field ? `${field.label}: ${reason}` : reason }
}

import { z } from "zod"
import { credentialFields, credentialProblem } from "../../src/workflows/channel/credential-fields"

const schema = z.object({
  shop: z
    .string()
    .trim()
    .regex(/^\d+$/, "digits only")
    .meta({ label: "Shop", help: "On page 2.", secret: false }),
  key: z.string().min(1, "is missing").meta({ label: "Key", secret: true }),
  region: z.enum(["EU", "US"]).default("EU").meta({ label: "Region", secret: false }),
  forgotten: z.string().optional(),
})

describe("credential fields", () => {
  it("follow the schema: label, help, options, default and what must be given", () => {
    expect(credentialFields(schema)).toEqual([
      { name: "shop", label: "Shop", help: "On page 2.", secret: false, required: true },
      { name: "key", label: "Key", secret: true, required: true },
      {
        name: "region",
        label: "Region",
        secret: false,
        required: false,
        options: ["EU", "US"],
        defaultValue: "EU",
      },
      { name: "forgotten", label: "forgotten", secret: true, required: false },
    ])
  })

  it("name the field that does not fit, without its value", () => {
    const problem = credentialProblem(schema, { shop: "hunter2", key: "k" })
    expect(problem).toEqual({ field: "shop", message: "Shop: digits only" })
    expect(credentialProblem(schema, { shop: "12", key: "k" })).toBeUndefined()
  })
})

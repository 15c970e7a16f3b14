import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { Select } from "@medusajs/ui"
import { useState } from "react"
import { KitFacts } from "../components/kit/kit-facts"
import { Section } from "../components/section"
import { Loaded } from "../components/states"
import { useProductVariants } from "../hooks/medusa"

/** What each variant of a product is made of. */
const ProductKitsWidget = ({ data }: { data: { id: string } }) => {
  const [picked, setPicked] = useState<string>()
  const query = useProductVariants(data.id)
  const variants = query.data?.variants ?? []
  const variantId = picked ?? variants[0]?.id
  if (query.data && variantId === undefined) return null
  return (
    <Section
      title="Kit"
      hint="What it is made of, when it is sold as a set."
      actions={
        variants.length > 1 && (
          <Select size="small" value={variantId ?? ""} onValueChange={setPicked}>
            <Select.Trigger aria-label="Variant" className="w-[180px]">
              <Select.Value />
            </Select.Trigger>
            <Select.Content>
              {variants.map(({ id, title, sku }) => (
                <Select.Item key={id} value={id}>
                  {[title, sku].filter(Boolean).join(" · ")}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
        )
      }
    >
      <Loaded query={query} rows={2}>
        {() => variantId !== undefined && <KitFacts key={variantId} variantId={variantId} />}
      </Loaded>
    </Section>
  )
}

export const config = defineWidgetConfig({ id: "serai-product-kits", zone: "product.details.after" })

export default ProductKitsWidget

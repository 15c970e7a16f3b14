import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { KitFacts } from "../components/kit/kit-facts"
import { Section } from "../components/section"

/** What one variant is made of, on its own page. */
const VariantKitWidget = ({ data }: { data: { id: string } }) => (
  <Section title="Kit" hint="What it is made of, when it is sold as a set.">
    <KitFacts variantId={data.id} />
  </Section>
)

export const config = defineWidgetConfig({ id: "serai-variant-kit", zone: "product_variant.details.after" })

export default VariantKitWidget

import { z } from "zod"
import { explanationAt } from "../../ledger/queries/explanation-at-shape"
import { explanation } from "../../ledger/queries/explanation-shape"
import { listing, listingFilters } from "../../ledger/queries/listings"
import { standing } from "../../ledger/queries/standing"
import { momentText, pageOf, paging, searchText } from "./common"

export const listListingsQuery = z.object({
  ...paging,
  /** Found in the title, the SKU, the barcode or the marketplace's id. */
  q: searchText,
  channel_id: z.string().optional(),
  variant_id: z.string().optional(),
  product_id: z.string().optional(),
  /** Listings of variants that are made of this item, alone or among others. */
  inventory_item_id: z.string().optional(),
  filter: z.enum(listingFilters).default("all"),
})
export const listListingsAnswer = pageOf("listings", listing)
export const listingAnswer = z.object({ listing })
/** Without `at`, as it stands now. */
export const explainQuery = z.object({ at: momentText.optional() })
export const explainAnswer = z.object({ explanation, standing })
export const explainAtAnswer = z.object({ explanation_at: explanationAt })

export const mapBody = z.object({ variant_id: z.string().min(1) })
export const mapAutomaticallyBody = z.object({ channel_id: z.string().min(1) })
export const mapAutomaticallyAnswer = z.object({ mapped: z.int() })
export const productListingsQuery = z.object({ ...paging, limit: paging.limit.default(100) })

/** What the contract does not name: parts of its shapes, and what may be left out when asking. */
import type * as Schemas from "./schema";

export type Options = Record<string, string>;
export type OrderStatus = Schemas.OrderShown["status"];

type VariantAsked = Pick<Schemas.VariantAsked, "values" | "price"> & Partial<Schemas.VariantAsked>;
type OptionAsked = Pick<Schemas.OptionAsked, "name" | "values"> & Partial<Schemas.OptionAsked>;
export type ProductAsked = Omit<
  Schemas.ProductAsked,
  "variants" | "options" | "attributes" | "categoryId" | "sellerId" | "handle"
> &
  Partial<Pick<Schemas.ProductAsked, "attributes" | "categoryId" | "sellerId" | "handle">> & {
    variants: VariantAsked[];
    options: OptionAsked[];
  };
export type StockChange = Pick<Schemas.StockOrder, "reason"> & Partial<Schemas.StockOrder>;
export type CampaignAsked = Pick<Schemas.CampaignAsked, "name" | "rule" | "value" | "quantity"> &
  Partial<Schemas.CampaignAsked>;

export type PromotionAsked = Pick<Schemas.PromotionAsked, "name" | "rule"> &
  Partial<Schemas.PromotionAsked>;

/** How the demo provider is to end a payment. */
export type Scenario = "success" | "decline" | "duplicate" | "late" | "redirect";

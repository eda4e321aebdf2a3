import type { FlashSaleAsked } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { moment, whole } from "../promotions/campaignForm";

/** What stands in the form, as typed; times in the visitor's own zone. */
export interface SaleForm {
  productId: string;
  variantId: string;
  /** Empty: as the units of an order are chosen. */
  locationId: string;
  quantity: string;
  price: string;
  perCustomer: string;
  perSecond: string;
  startTime: string;
  endTime: string;
}

export type SaleField = keyof SaleForm;

export const EMPTY: SaleForm = {
  productId: "",
  variantId: "",
  locationId: "",
  quantity: "",
  price: "",
  perCustomer: "1",
  perSecond: "",
  startTime: "",
  endTime: "",
};

/** The order in which fields stand, and in which the first one at fault gets the cursor. */
const ORDER: SaleField[] = [
  "productId",
  "variantId",
  "locationId",
  "quantity",
  "price",
  "perCustomer",
  "perSecond",
  "startTime",
  "endTime",
];

type Asked = Pick<FlashSaleAsked, "productId" | "quantity" | "price" | "endTime"> &
  Partial<FlashSaleAsked>;

/** The sale as the server takes it, or which fields are at fault. */
export function readSale(
  form: SaleForm,
  digits: number,
): { asked: Asked } | { faults: SaleField[] } {
  const quantity = whole(form.quantity, 1_000_000);
  const perCustomer = whole(form.perCustomer, 1000);
  const perSecond = form.perSecond ? whole(form.perSecond, 100_000) : undefined;
  const price = parseAmount(form.price, digits);
  const startTime = form.startTime ? moment(form.startTime) : undefined;
  const endTime = moment(form.endTime);
  const bad: Record<SaleField, boolean> = {
    productId: form.productId === "",
    variantId: form.productId !== "" && form.variantId === "",
    locationId: false,
    quantity: quantity === null,
    price: !price,
    perCustomer: perCustomer === null,
    perSecond: perSecond === null,
    startTime: startTime === null,
    endTime: endTime === null || Boolean(startTime && endTime <= startTime),
  };
  const faults = ORDER.filter((field) => bad[field]);
  if (faults.length > 0 || !quantity || !price || !perCustomer || !endTime) return { faults };
  const { productId, variantId, locationId } = form;
  return {
    asked: {
      productId,
      variantId,
      quantity,
      price,
      perCustomer,
      endTime,
      ...(locationId ? { locationId } : {}),
      ...(startTime ? { startTime } : {}),
      ...(perSecond ? { perSecond } : {}),
    },
  };
}

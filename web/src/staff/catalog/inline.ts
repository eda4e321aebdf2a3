import { useRef } from "react";
import { get, newKey, put } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { queryClient, renew } from "../../base/api/queries";
import type {
  StaffProduct,
  StaffProductAnswer,
  StaffProductRow,
  StaffVariant,
} from "../../base/api/schema";
import type { ProductAsked } from "../../base/api/types";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { toast } from "../../design/Toasts";
import { liveStock } from "../../rooms/stock/live";
import { useStockChange } from "../stock/stock";
import { askedOf, type InlineField, priced, restored, type Status } from "./asked";
import { staffProductQuery } from "./queries";

/** What is saved of a row where it stands, over the version that the list showed: what somebody else
 * saved meanwhile is told once, and only then saved over. */
export function useRowChange(row: StaffProductRow) {
  const { t, formats } = useLanguage();
  const words = useProblemWords("staff");
  const digits = formats.digits(row.currency);
  const over = useRef({ row, revision: row.revision });
  if (over.current.row !== row) over.current = { row, revision: row.revision };
  const now = useRef<StaffProduct>(null);

  const textOf = (product: StaffProduct, field: InlineField): string => {
    const [only] = product.variants;
    if (field === "status") return product.status;
    const amount = field === "price" ? only?.price : only?.discount?.price;
    return amount == null ? "" : amountText(amount, digits);
  };
  const asked = (product: StaffProduct, field: InlineField, text: string): ProductAsked => {
    if (field === "status") return { ...askedOf(product), status: text as Status };
    const amount = text.trim() === "" ? null : parseAmount(text, digits);
    return priced(askedOf(product), field, amount);
  };
  const send = async (
    change: (product: StaffProduct) => ProductAsked,
    revision: number,
  ): Promise<StaffProduct> => {
    const path = `/staff/products/${row.id}`;
    const { product } = await get<StaffProductAnswer>(path);
    now.current = product;
    const answer = await put<StaffProductAnswer>(path, change(product), revision);
    queryClient.removeQueries({ queryKey: staffProductQuery(row.id).queryKey });
    void renew(["staff", "products"], ["products"], ["product"]);
    return answer.product;
  };
  const undo = async (field: InlineField, before: StaffProduct, revision: number) => {
    try {
      await send((product) => restored(askedOf(product), field, before), revision);
      toast({ title: t("products.inline.undone", { name: row.name }), tone: "free" });
    } catch (error) {
      toast({ title: t("staff.undoFailed", { why: words(error) }), tone: "danger" });
    }
  };
  const save = async (field: InlineField, text: string) => {
    const saved = await send((product) => asked(product, field, text), over.current.revision);
    const before = now.current;
    over.current.revision = saved.revision;
    toast({
      title: t("products.saved", { name: saved.name }),
      action: before
        ? { label: t("staff.undo"), run: () => void undo(field, before, saved.revision) }
        : undefined,
    });
  };
  /** Somebody was there before: what it is now, so that saving again is meant. */
  const told = (field: InlineField) => (error: unknown) => {
    if (asProblem(error).code !== "product-changed" || !now.current) return null;
    over.current.revision = now.current.revision;
    const text = textOf(now.current, field);
    const value = field === "status" ? t(`products.statuses.${now.current.status}`) : text || "–";
    return t("products.inline.changed", { value });
  };
  return { save, told, digits };
}

/** The variant whose stock is told live. Of what is off sale shoppers are told that there is none; staff see
 * what lies there. */
export function toldLive({ status, variantId }: StaffProductRow): string | undefined {
  return status === "active" ? (variantId ?? undefined) : undefined;
}

/** Free pieces of the only variant, put in or taken out as an entry with its reason; the others' holds
 * stay as they are. */
export function useRowStock(row: StaffProductRow) {
  const { t } = useLanguage();
  const change = useStockChange();
  return async (typed: string) => {
    const id = row.variantId ?? "";
    const live = liveStock.get(toldLive(row) ?? "") ?? row;
    const moved = Number(typed) - live.stock;
    if (moved === 0) return;
    const mode = moved > 0 ? "deposit" : "withdraw";
    const reason = t("products.inline.reason");
    const variant = variantOf(row, id, live);
    await change(variant, { [mode]: Math.abs(moved), reason }, newKey());
  };
}

function variantOf(
  row: StaffProductRow,
  variantId: string,
  live: { stock: number; held: number },
): StaffVariant {
  return {
    variantId,
    productId: row.id,
    productName: row.name,
    category: row.category,
    sku: "",
    options: {},
    price: row.price,
    currency: row.currency,
    onSale: row.status === "active",
    deliveredAs: "parcel",
    madeOfOthers: false, // a refusal says so, if it is not
    onHand: live.stock + live.held,
    stock: live.stock,
    held: live.held,
    reserved: live.held,
    full: live.stock + live.held,
    version: 0,
    lowStockThreshold: null,
    lowAt: null,
    low: false,
  };
}

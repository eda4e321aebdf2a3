import { useQuery } from "@tanstack/react-query";
import { categoriesQuery } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { ScrollBox } from "../../design/ScrollBox";
import { type Becomes, differs } from "./bulk";
import type { Status } from "./form";

/** So many prices of one product are told; of more, how many there are. */
const TOLD = 3;

/** What becomes of each product, before it does. */
export function BulkPreview({ rows }: { rows: readonly Becomes[] }) {
  const { t } = useLanguage();
  return (
    <ScrollBox
      label={t("products.bulk.becomes")}
      className="max-h-72 overflow-y-auto rounded-m border border-line"
    >
      <ul className="divide-y divide-line text-13">
        {rows.map((one) => (
          <li
            key={one.row.id}
            data-becomes={one.row.id}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-3 py-2"
          >
            <span className="min-w-0 font-medium wrap-anywhere">{one.row.name}</span>
            <Difference of={one} />
          </li>
        ))}
      </ul>
    </ScrollBox>
  );
}

function Difference({ of }: { of: Becomes }) {
  const { t } = useLanguage();
  const told = useTold(of);
  if (of.refused) return <span className="text-danger wrap-anywhere">{of.refused}</span>;
  if (of.stock && !of.stock.possible)
    return <span className="text-danger">{t("products.bulk.held")}</span>;
  if (!differs(of)) return <span className="text-ink-soft">{t("products.bulk.same")}</span>;
  return (
    <span className="tabular flex flex-wrap gap-x-3 gap-y-1 text-ink-soft">
      {told.slice(0, TOLD).map(([before, after]) => (
        <span key={`${before} ${after}`} className="whitespace-nowrap">
          {before && <del className="decoration-ink-faint">{before}</del>}
          {before && " → "}
          {after && <ins className="text-ink no-underline">{after}</ins>}
        </span>
      ))}
      {told.length > TOLD && (
        <Badge tone="gone">{t("products.bulk.more", { count: told.length - TOLD })}</Badge>
      )}
    </span>
  );
}

type Pair = readonly [before: string, after: string];
type Known = Record<string, unknown>;

/** Each difference once: variants that change alike are told together. */
function useTold({ row, change, stock }: Becomes): Pair[] {
  const { t, locale, formats } = useLanguage();
  const { data } = useQuery(categoriesQuery(locale));
  if (stock) return [[formats.number(stock.before), formats.number(stock.after)]];
  const [before, after] = [change?.before ?? {}, change?.after ?? {}];
  const price = (amount: unknown) =>
    typeof amount === "number" ? formats.price(amount, row.currency) : "–";
  const discounted = (off: unknown) => {
    const { price: amount, ends } = (off ?? {}) as { price?: number; ends?: string | null };
    const until = ends && t("products.bulk.until", { at: formats.moment(ends) });
    return [price(amount), until].filter(Boolean).join(" ");
  };
  const category = (id: unknown) =>
    data?.categories.find((one) => one.id === id)?.name ?? t("products.noCategory");
  const status = (word: unknown) => t(`products.statuses.${word as Status}`);
  const pairs: Pair[] = [];
  if ("status" in after) pairs.push([status(before.status), status(after.status)]);
  if ("category_id" in after)
    pairs.push([category(before.category_id), category(after.category_id)]);
  if ("tags" in after) {
    const [were, are] = [before.tags as string[], after.tags as string[]];
    pairs.push(...are.filter((tag) => !were.includes(tag)).map((tag): Pair => ["", `+ ${tag}`]));
    pairs.push(...were.filter((tag) => !are.includes(tag)).map((tag): Pair => ["", `− ${tag}`]));
  }
  const was = (before.variants ?? {}) as Record<string, Known>;
  for (const [id, now] of Object.entries((after.variants ?? {}) as Record<string, Known>)) {
    if ("price" in now) pairs.push([price(was[id]?.price), price(now.price)]);
    if ("discount" in now) pairs.push([discounted(was[id]?.discount), discounted(now.discount)]);
  }
  return [...new Map(pairs.map((pair) => [pair.join(" → "), pair])).values()];
}

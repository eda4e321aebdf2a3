import { Link } from "@tanstack/react-router";
import type { StaffVariant } from "../../base/api/schema";
import type { Options } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { SupplyBar } from "../../design/SupplyBar";
import { useUnits } from "../../design/units";
import { useWorks } from "../../design/Work";
import { useWatch } from "../../live/channel";
import { liveStock, useVariantSupply } from "../../rooms/stock/live";
import { isLow } from "../../rooms/stock/supply";

interface Props {
  rows: StaffVariant[];
  loading?: boolean;
  /** The numbers are of one location, while what is told live is the sum of all. */
  located?: boolean;
  onChange: (variant: StaffVariant) => void;
  onThreshold: (variant: StaffVariant) => void;
}

/** Stock by variant, with the same live numbers the buyers see. */
export function VariantTable({ rows, loading, located, onChange, onThreshold }: Props) {
  const { t } = useLanguage();
  const works = useWorks();
  useWatch(liveStock, [...new Set(rows.map((row) => row.productId))].slice(0, 1000));
  const columns: Column<StaffVariant>[] = [
    {
      key: "product",
      title: t("staff.column.product"),
      value: (row) => nameOf(row),
      cell: (row) => (
        <span className="flex min-w-30 flex-wrap gap-x-2 md:min-w-36">
          <Link
            to="/product/$handle"
            params={{ handle: row.productId }}
            search={{ variant: row.variantId }}
            tabIndex={-1}
            className="font-medium hover:text-accent"
          >
            {row.productName}
          </Link>
          <span className="text-ink-soft">{optionWords(row.options)}</span>
          {row.madeOfOthers && (
            <span className="basis-full text-13 text-ink-soft">{t("parts.made")}</span>
          )}
        </span>
      ),
    },
    {
      key: "sku",
      title: t("staff.column.sku"),
      value: (row) => row.sku,
      wide: true,
      cell: (row) => <span className="text-ink-soft">{row.sku}</span>,
    },
    {
      key: "supply",
      title: t("staff.column.supply"),
      wide: true,
      cell: (row) => <LiveBar row={row} located={located} />,
    },
    {
      key: "free",
      title: t("staff.column.free"),
      value: (row) => row.stock,
      number: true,
      cell: (row) => <LiveNumber row={row} located={located} of="stock" />,
    },
    {
      key: "held",
      title: t("staff.column.held"),
      value: (row) => row.held,
      number: true,
      cell: (row) => <LiveNumber row={row} located={located} of="held" />,
    },
    {
      key: "onHand",
      title: t("staff.column.onHand"),
      value: (row) => row.stock + row.held,
      number: true,
      wide: true,
      cell: (row) => <LiveNumber row={row} located={located} of="onHand" />,
    },
    {
      key: "threshold",
      title: t("staff.column.threshold"),
      value: (row) => row.lowAt,
      number: true,
      cell: (row) =>
        works ? (
          <Button
            kind="plain"
            size="s"
            aria-label={t("staff.thresholdOf", { name: nameOf(row) })}
            onClick={() => onThreshold(row)}
          >
            {row.lowAt ?? "–"}
          </Button>
        ) : (
          (row.lowAt ?? "–")
        ),
    },
    {
      key: "change",
      title: t("staff.change"),
      bare: true,
      number: true,
      cell: (row) => (
        <span className="inline-flex gap-1">
          <Button
            size="s"
            aria-label={t(row.madeOfOthers ? "parts.titleOf" : "staff.changeOf", {
              name: nameOf(row),
            })}
            onClick={() => onChange(row)}
          >
            <span className="max-md:sr-only">
              {t(row.madeOfOthers ? "parts.title" : "staff.change")}
            </span>
            <span aria-hidden="true" className="text-15 md:hidden">
              ±
            </span>
          </Button>
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption={t("staff.stock")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.variantId}
      onOpen={onChange}
      loading={loading}
    />
  );
}

interface Named {
  productName: string | null;
  options: Options | null;
}

export function nameOf(row: Named): string {
  return [row.productName, optionWords(row.options ?? {})].filter(Boolean).join(", ");
}

interface Shown {
  row: StaffVariant;
  located?: boolean;
}

/** The feed's numbers if they are newer than the table's. */
function useNumbers({ row, located }: Shown) {
  const live = useVariantSupply(row.variantId);
  const newest = !located && live && live.version >= row.version ? live : row;
  return {
    stock: newest.stock,
    held: newest.held,
    onHand: newest.stock + newest.held,
    peak: newest === live ? live.peak : row.full,
    low: isLow({ stock: newest.stock, held: newest.held, lowAt: row.lowAt }),
  };
}

function LiveNumber({ of, ...shown }: Shown & { of: "stock" | "held" | "onHand" }) {
  const { t } = useLanguage();
  const units = useUnits();
  const numbers = useNumbers(shown);
  const at = shown.row.lowAt;
  const low = of === "stock" && at !== null && !shown.located && numbers.onHand <= at;
  return (
    <span className="inline-flex items-center gap-2">
      {low && <Badge tone="danger">{t("staff.lowBadge")}</Badge>}
      <span className={of === "held" && numbers.held > 0 ? "text-held-ink" : undefined}>
        {units(numbers[of])}
      </span>
    </span>
  );
}

function LiveBar(shown: Shown) {
  return (
    <span className="block w-28">
      <SupplyBar {...useNumbers(shown)} />
    </span>
  );
}

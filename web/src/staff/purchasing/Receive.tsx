import { useState } from "react";
import { insist } from "../../base/api/client";
import type { PurchaseBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check, Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { nameOf } from "../stock/VariantTable";
import { unitsOf } from "./purchaseForm";
import { PURCHASES, renewPurchases } from "./queries";

interface Props {
  found: PurchaseBody;
  onClose: () => void;
}

/** What came now: all that was still to come, unless something else is typed. */
export function Receive({ found, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [more, setMore] = useState(false);
  const rows = found.lines.map((one) => {
    const text = typed[one.variantId] ?? String(one.toCome);
    const none = text.trim() === "" || text.trim() === "0";
    const units = none ? 0 : unitsOf(text);
    const over = units !== null && units > one.toCome;
    return { ...one, text, units, over };
  });
  const came = rows
    .filter((row) => row.units)
    .map(({ variantId, units: quantity }) => ({ variantId, quantity }));
  const over = rows.some((row) => row.over);
  const sound = came.length > 0 && rows.every((row) => row.units !== null) && (more || !over);
  const count = rows.reduce((sum, { units }) => sum + (units ?? 0), 0);
  const fault = (row: (typeof rows)[number]) => {
    if (row.units === null) return t("purchase.quantityBad");
    return row.over && !more ? t("purchase.overBad", { count: row.toCome }) : null;
  };
  return (
    <ActDialog
      title={t("purchase.receive")}
      text={t("purchase.receiveText", { location: found.location })}
      act={t("purchase.receiveAct", { count, formatted: formats.number(count) })}
      sound={sound}
      send={(key) =>
        insist<PurchaseBody>(
          `${PURCHASES}/${found.id}/receive`,
          { lines: came, more: more && over },
          key,
        )
      }
      onDone={renewPurchases}
      told={() => t("purchase.received", { number: found.number })}
      onClose={onClose}
    >
      {(tried) => (
        <>
          {rows.map((row, at) => (
            <Field
              key={row.variantId}
              data-first={at === 0 || undefined}
              inputMode="numeric"
              label={nameOf(row) || row.variantId}
              value={row.text}
              maxLength={7}
              onChange={({ target }) => setTyped({ ...typed, [row.variantId]: target.value })}
              error={tried ? fault(row) : null}
              hint={t("purchase.toComeOf", { count: row.toCome })}
            />
          ))}
          {over && (
            <Check
              label={t("purchase.more")}
              checked={more}
              onChange={({ target }) => setMore(target.checked)}
            />
          )}
          {tried && came.length === 0 && (
            <p className="text-13 text-danger">{t("purchase.nothingCame")}</p>
          )}
        </>
      )}
    </ActDialog>
  );
}

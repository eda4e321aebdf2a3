import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import { useVariantSupply } from "../../rooms/stock/live";
import { ActDialog } from "../desk/ActDialog";
import { MODES, type Mode, useStockChange } from "./stock";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant;
  onClose: () => void;
}

const IDEAS = ["delivery", "count", "damage", "back"] as const;

export function ChangeStock({ variant, onClose }: Props) {
  const { t } = useLanguage();
  const change = useStockChange();
  const live = useVariantSupply(variant.variantId) ?? variant;
  const [mode, setMode] = useState<Mode>("deposit");
  const [quantity, setQuantity] = useState("");
  const least = mode === "set" ? 0 : 1;
  const amount = /^\d+$/.test(quantity) ? Number(quantity) : Number.NaN;
  const bad = !(amount >= least);
  const after = {
    deposit: live.stock + amount,
    withdraw: live.stock - amount,
    set: amount - live.held,
  }[mode];
  return (
    <ActDialog
      title={t("staff.change")}
      text={nameOf(variant)}
      sound={!bad}
      reason={{
        hint: t("staff.reasonHint"),
        most: 200,
        ideas: IDEAS.map((idea) => t(`staff.reasonIdeas.${idea}`)),
      }}
      send={(key, reason) => change(variant, mode, { [mode]: amount, reason }, key)}
      onClose={onClose}
      beside={
        <Link
          to="/staff/log"
          search={{ variantId: variant.variantId }}
          className="mr-auto text-15 text-accent underline underline-offset-4"
        >
          {t("staff.showLog")}
        </Link>
      }
    >
      {(tried) => (
        <>
          <Choice
            legend={t("staff.column.operation")}
            value={mode}
            onChange={(value) => setMode(value as Mode)}
            items={MODES.map((value) => ({ value, label: t(`staff.mode.${value}`) }))}
          />
          <Field
            data-first
            inputMode="numeric"
            label={t("product.quantity")}
            value={quantity}
            onChange={(event) => setQuantity(event.target.value.trim())}
            error={tried && bad ? t("staff.quantityBad", { least }) : null}
            hint={
              bad || after < 0 ? t(`staff.modeHint.${mode}`) : t("staff.after", { count: after })
            }
          />
        </>
      )}
    </ActDialog>
  );
}

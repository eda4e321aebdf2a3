import { useState } from "react";
import { put } from "../../base/api/client";
import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { type Place, renewGoods, STAFF, variantAt } from "./places";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant;
  place?: Place;
  onClose: () => void;
}

/** From how many on hand a variant is low, of which whoever sells it is told. */
export function Threshold({ variant, place = STAFF, onClose }: Props) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState(variant.lowStockThreshold?.toString() ?? "");
  const bad = !/^\d*$/.test(typed);
  const threshold = typed === "" ? null : Number(typed);
  return (
    <ActDialog
      title={t("staff.column.threshold")}
      text={nameOf(variant)}
      sound={!bad}
      send={() => put(`${variantAt(place, variant.variantId)}/threshold`, { threshold })}
      onDone={() => void renewGoods()}
      told={() => t("staff.thresholdSaved")}
      onClose={onClose}
    >
      {() => (
        <Field
          data-first
          inputMode="numeric"
          label={t("staff.threshold")}
          hint={t("staff.thresholdNone")}
          value={typed}
          onChange={(event) => setTyped(event.target.value.trim())}
          error={bad ? t("staff.quantityBad", { least: 0 }) : null}
        />
      )}
    </ActDialog>
  );
}

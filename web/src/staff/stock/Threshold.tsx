import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import type { StaffVariant } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant | null;
  onClose: () => void;
}

export function Threshold({ variant, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog
      open={variant !== null}
      onClose={onClose}
      title={t("staff.column.threshold")}
      text={variant && nameOf(variant)}
    >
      {variant && <ThresholdForm variant={variant} onDone={onClose} />}
    </Dialog>
  );
}

function ThresholdForm({ variant, onDone }: { variant: StaffVariant; onDone: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [typed, setTyped] = useState(variant.lowStockThreshold?.toString() ?? "");
  const bad = !/^\d*$/.test(typed);
  const save = useMutation({
    mutationFn: () =>
      put(`/staff/variants/${variant.variantId}/threshold`, {
        threshold: typed === "" ? null : Number(typed),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["staff"] });
      toast({ title: t("staff.thresholdSaved") });
      onDone();
    },
  });
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!bad) save.mutate();
      }}
    >
      <Field
        data-first
        inputMode="numeric"
        label={t("staff.threshold")}
        hint={t("staff.thresholdNone")}
        value={typed}
        onChange={(event) => setTyped(event.target.value.trim())}
        error={bad ? t("staff.quantityBad", { least: 0 }) : null}
      />
      {save.isError && <Refusal error={save.error} />}
      <div className="flex justify-end">
        <Button kind="primary" type="submit" busy={save.isPending}>
          {t(save.isPending ? "form.saving" : "form.save")}
        </Button>
      </div>
    </form>
  );
}

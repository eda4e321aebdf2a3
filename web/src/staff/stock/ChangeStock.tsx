import { Link } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import type { StaffVariant } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { useVariantSupply } from "../../rooms/stock/live";
import { MODES, type Mode, useStockChange } from "./stock";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant | null;
  onClose: () => void;
}

export function ChangeStock({ variant, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog
      open={variant !== null}
      onClose={onClose}
      title={t("staff.change")}
      text={variant && nameOf(variant)}
    >
      {variant && <ChangeForm key={variant.variantId} variant={variant} onDone={onClose} />}
    </Dialog>
  );
}

const IDEAS = ["delivery", "count", "damage", "back"] as const;

function ChangeForm({ variant, onDone }: { variant: StaffVariant; onDone: () => void }) {
  const { t } = useLanguage();
  const change = useStockChange();
  const live = useVariantSupply(variant.variantId) ?? variant;
  const [mode, setMode] = useState<Mode>("deposit");
  const [quantity, setQuantity] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const quantityBox = useRef<HTMLInputElement>(null);
  const reasonBox = useRef<HTMLInputElement>(null);

  const least = mode === "set" ? 0 : 1;
  const amount = /^\d+$/.test(quantity) ? Number(quantity) : Number.NaN;
  const quantityBad = !(amount >= least);
  const reasonBad = reason.trim() === "";
  const asked = { [mode]: amount, reason: reason.trim() };
  const save = useIntent((key) => change(variant, mode, asked, key), { onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (quantityBad) quantityBox.current?.focus();
    else if (reasonBad) reasonBox.current?.focus();
    else save.mutate();
  };
  const after = {
    deposit: live.stock + amount,
    withdraw: live.stock - amount,
    set: amount - live.held,
  }[mode];

  return (
    <form noValidate className="space-y-4" onSubmit={submit} onChange={save.another}>
      <Choice
        legend={t("staff.column.operation")}
        value={mode}
        onChange={(value) => setMode(value as Mode)}
        items={MODES.map((value) => ({ value, label: t(`staff.mode.${value}`) }))}
      />
      <Field
        ref={quantityBox}
        data-first
        inputMode="numeric"
        label={t("product.quantity")}
        value={quantity}
        onChange={(event) => setQuantity(event.target.value.trim())}
        error={tried && quantityBad ? t("staff.quantityBad", { least }) : null}
        hint={
          quantityBad || after < 0
            ? t(`staff.modeHint.${mode}`)
            : t("staff.after", { count: after })
        }
      />
      <div className="space-y-2">
        <Field
          ref={reasonBox}
          label={t("staff.reason")}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.target.value)}
          error={tried && reasonBad ? t("staff.reasonMissing") : null}
          hint={t("staff.reasonHint")}
        />
        <div className="flex flex-wrap gap-1">
          {IDEAS.map((idea) => (
            <Button
              key={idea}
              kind="plain"
              size="s"
              onClick={() => {
                setReason(t(`staff.reasonIdeas.${idea}`));
                save.another();
              }}
            >
              {t(`staff.reasonIdeas.${idea}`)}
            </Button>
          ))}
        </div>
      </div>
      {save.isError && <Refusal reader="staff" error={save.error} />}
      <div className="flex flex-wrap items-center justify-between gap-3 pt-2">
        <Link
          to="/staff/log"
          search={{ variantId: variant.variantId }}
          className="text-15 text-accent underline underline-offset-4"
        >
          {t("staff.showLog")}
        </Link>
        <Button kind="primary" type="submit" busy={save.isPending}>
          {t(save.isPending ? "form.saving" : "form.save")}
        </Button>
      </div>
    </form>
  );
}

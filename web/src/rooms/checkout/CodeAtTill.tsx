import { useRef, useState } from "react";
import { post } from "../../base/api/client";
import type { SourceOffered } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";

/** A certificate that was named by its code, with what it can pay. */
export interface ByCode extends SourceOffered {
  code: string;
}

interface Props {
  reservationId: string;
  onFound: (found: ByCode) => void;
}

/** A certificate's code, typed: no form of its own, for it stands in that of the till. */
export function CodeAtTill({ reservationId, onFound }: Props) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const [code, setCode] = useState("");
  const again = useRef(false);
  const asking = useIntent(
    (key, typed: string) =>
      post<SourceOffered>(`/payments/sources/${reservationId}/by-code`, { code: typed }, key),
    {
      onSuccess: (found, typed) => {
        onFound({ ...found, code: typed });
        setCode("");
        again.current = true;
        setOpen(false);
      },
    },
  );
  if (!open)
    return (
      <Button
        type="button"
        kind="plain"
        size="s"
        autoFocus={again.current}
        onClick={() => setOpen(true)}
      >
        {t("checkout.useCode")}
      </Button>
    );
  const ask = () => code.trim() && !asking.isPending && asking.mutate(code.trim());
  return (
    <div className="space-y-2 rounded-m bg-sunken p-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field
          autoFocus
          className="min-w-0 grow basis-56"
          label={t("checkout.code")}
          value={code}
          maxLength={60}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={({ target }) => {
            asking.change();
            setCode(target.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault(); // the order is not paid by it yet
            ask();
          }}
        />
        <Button type="button" online busy={asking.isPending} onClick={ask}>
          {t("form.add")}
        </Button>
      </div>
      {asking.isError && <Refusal error={asking.error} />}
    </div>
  );
}

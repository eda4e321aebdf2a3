import { useState } from "react";
import { upload, withQuery } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { ParcelNumbersAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";

type Row = ParcelNumbersAnswer["rows"][number];
interface Sent {
  file: File;
  carrier: string;
  dryRun: boolean;
}

/** Carriers' numbers from a file: what each row would do is read before it is done. */
export function NumbersDialog({ onClose }: { onClose: () => void }) {
  const { t, locale } = useLanguage();
  const [file, setFile] = useState<File | null>(null);
  const [carrier, setCarrier] = useState("");
  const sending = useIntent(
    (key, { file, carrier, dryRun }: Sent) =>
      upload<ParcelNumbersAnswer>(
        withQuery("/staff/parcel-numbers", { carrier, dryRun, locale }),
        file,
        "text/csv",
        key,
      ),
    { onSuccess: ({ dryRun }) => (dryRun ? undefined : renew(["staff"], ["orders"], ["seller"])) },
  );
  const send = (chosen: File | null, dryRun: boolean) =>
    chosen && sending.mutate({ file: chosen, carrier: carrier.trim(), dryRun });
  const { data } = sending;
  const changes = data?.rows.some(({ became }) => became && became !== "same");
  return (
    <Dialog open onClose={onClose} title={t("parcelNumbers.title")} text={t("parcelNumbers.text")}>
      <div className="space-y-4">
        <Field
          label={t("staffParcel.carrier")}
          hint={t("parcelNumbers.carrierHint")}
          value={carrier}
          maxLength={60}
          onChange={({ target }) => {
            setCarrier(target.value);
            sending.reset();
          }}
        />
        <input
          type="file"
          accept=".csv,.txt,text/csv"
          aria-label={t("parcelNumbers.file")}
          className="block w-full text-13 file:mr-3 file:min-h-9 file:rounded-m file:border file:border-line-strong file:bg-raised file:px-3 file:font-medium"
          onChange={({ target }) => {
            const chosen = target.files?.[0] ?? null;
            setFile(chosen);
            sending.reset();
            send(chosen, true);
          }}
        />
        {sending.isError && <Refusal reader="staff" error={sending.error} />}
        {data && <Report answer={data} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button looks onClick={onClose}>
            {t(data && !data.dryRun ? "form.done" : "form.back")}
          </Button>
          {file && !data && (
            <Button busy={sending.isPending} onClick={() => send(file, true)}>
              {t("parcelNumbers.look")}
            </Button>
          )}
          {data?.dryRun && changes && (
            <Button kind="primary" busy={sending.isPending} onClick={() => send(file, false)}>
              {t("parcelNumbers.letIn")}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** What cannot be done stands first, since somebody has to do something about it. */
function Report({ answer }: { answer: ParcelNumbersAnswer }) {
  const { t } = useLanguage();
  const many = (which: NonNullable<Row["became"]>) =>
    answer.rows.filter(({ became }) => became === which).length;
  const refused = answer.rows.filter(({ refusal }) => refusal);
  const others = answer.rows.filter(({ became }) => became && became !== "same");
  return (
    <div role="status" data-testid="parcel-numbers" className="space-y-2">
      <p>
        {t(answer.dryRun ? "parcelNumbers.wouldBe" : "parcelNumbers.became", {
          shipped: many("shipped"),
          numbered: many("numbered"),
          same: many("same"),
          refused: refused.length,
        })}
      </p>
      <ul className="max-h-48 space-y-1 overflow-y-auto text-13">
        {refused.map((row) => (
          <li key={row.line} className="wrap-anywhere text-danger">
            {t("parcelNumbers.refused", { line: row.line, order: row.order, why: row.why })}
          </li>
        ))}
        {others.map((row) => (
          <li key={row.line} className="tabular wrap-anywhere text-ink-soft">
            {row.order}
            {row.parcel != null && ` · ${t("parcel.title", { number: row.parcel })}`}
            {` · ${row.tracking}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

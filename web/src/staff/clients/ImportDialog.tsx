import { useState } from "react";
import { upload, withQuery } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { ClientImportAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";

const MOST = 8;

/** A file is looked through first; what it would do is read before it does it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t, locale } = useLanguage();
  const [file, setFile] = useState<File | null>(null);
  const sending = useIntent(
    (key, { chosen, dryRun }: { chosen: File; dryRun: boolean }) =>
      upload<ClientImportAnswer>(
        withQuery("/staff/clients/import", { dryRun, locale }),
        chosen,
        "text/csv",
        key,
      ),
    { onSuccess: () => renew(["staff", "clients"]) },
  );
  const { data } = sending;
  return (
    <Dialog open onClose={onClose} title={t("clients.import")} text={t("clients.importText")}>
      <div className="space-y-4">
        <input
          type="file"
          accept=".csv,text/csv"
          aria-label={t("clients.file")}
          className="block w-full text-13 file:mr-3 file:min-h-9 file:rounded-m file:border file:border-line-strong file:bg-raised file:px-3 file:font-medium"
          onChange={({ target }) => {
            const chosen = target.files?.[0] ?? null;
            setFile(chosen);
            sending.reset();
            if (chosen) sending.mutate({ chosen, dryRun: true });
          }}
        />
        {sending.isError && <Refusal reader="staff" error={sending.error} />}
        {data && <Report report={data} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t(data && !data.dryRun ? "form.done" : "form.close")}</Button>
          {file && data?.dryRun && data.created + data.updated > 0 && (
            <Button
              kind="primary"
              busy={sending.isPending}
              onClick={() => sending.mutate({ chosen: file, dryRun: false })}
            >
              {t("clients.letIn")}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Report({ report }: { report: ClientImportAnswer }) {
  const { t } = useLanguage();
  const told = t(report.dryRun ? "clients.wouldBe" : "clients.became", {
    created: report.created,
    updated: report.updated,
    unchanged: report.unchanged,
    leftOut: report.leftOut,
  });
  return (
    <div role="status" className="space-y-2">
      <p>{told}</p>
      <ul className="max-h-40 space-y-1 overflow-y-auto text-13 text-ink-soft">
        {report.faults.slice(0, MOST).map(({ line, reason }) => (
          <li key={line} className="wrap-anywhere">
            {t("clients.line", { line, reason })}
          </li>
        ))}
      </ul>
    </div>
  );
}

import { useEffect, useRef } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Panel } from "../../design/Heading";

interface Props {
  codes: readonly string[];
  onDone: () => void;
}

/** The recovery codes, shown this once. */
export function KeptCodes({ codes, onDone }: Props) {
  const { t } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const copy = useCopy();
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Panel title={t("second.keep")} text={t("second.keepText")}>
        <ol
          data-testid="recovery-codes"
          className="mb-4 grid gap-x-6 gap-y-1 rounded-m bg-sunken p-4 font-mono text-15 sm:grid-cols-2"
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => void copy(codes.join("\n"), t("second.copied"))}>
            {t("form.copy")}
          </Button>
          <Button kind="primary" onClick={onDone}>
            {t("second.kept")}
          </Button>
        </div>
      </Panel>
    </div>
  );
}

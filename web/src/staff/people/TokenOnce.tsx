import { useEffect, useRef } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Panel } from "../../design/Heading";

interface Props {
  token: string;
  onDone: () => void;
}

/** A token that was made just now: nobody sees it again. */
export function TokenOnce({ token, onDone }: Props) {
  const { t } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const copy = useCopy();
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Panel title={t("tokens.once")} text={t("tokens.onceText")}>
        <p
          data-testid="token-once"
          className="mb-3 rounded-m bg-sunken p-4 font-mono text-15 wrap-anywhere"
        >
          {token}
        </p>
        <p className="mb-4 text-13 text-ink-soft wrap-anywhere">
          {t("tokens.how")} <code className="font-mono">Authorization: Bearer hf_…</code>
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => void copy(token, t("tokens.copied"))}>{t("form.copy")}</Button>
          <Button kind="primary" onClick={onDone}>
            {t("tokens.kept")}
          </Button>
        </div>
      </Panel>
    </div>
  );
}

import { type ReactNode, useEffect, useRef } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import type { SettingsForm } from "./settings";

interface Props {
  title: string;
  text?: string;
  form: SettingsForm;
  /** Fields named as their settings: the one at fault gets the cursor. */
  children: ReactNode;
}

/** Settings that belong together, saved together. */
export function SettingsSection({ title, text, form, children }: Props) {
  const { t } = useLanguage();
  const place = useRef<HTMLFormElement>(null);
  const { faulty, saving, changed } = form;
  useEffect(() => {
    const field = faulty && place.current?.elements.namedItem(faulty);
    if (field instanceof HTMLElement) field.focus();
  }, [faulty]);
  return (
    <Panel title={title}>
      {text && <p className="-mt-2 mb-4 text-ink-soft">{text}</p>}
      <form
        ref={place}
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed) form.save();
        }}
      >
        {children}
        {saving.isError && <Refusal reader="staff" error={saving.error} />}
        <div className="flex flex-wrap items-center justify-end gap-3 pt-2">
          <span role="status" className="text-13 text-ink-soft">
            {changed && t("form.unsaved")}
          </span>
          <Button
            kind="primary"
            type="submit"
            disabled={!changed}
            busy={saving.isPending}
            aria-label={`${t("form.save")}: ${title}`}
          >
            {t(saving.isPending ? "form.saving" : "form.save")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

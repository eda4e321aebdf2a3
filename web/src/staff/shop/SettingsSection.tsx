import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Form } from "../../design/Form";
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
  const { saving, changed } = form;
  return (
    <Panel title={title} text={text}>
      <Form
        reader="staff"
        sending={saving}
        onSubmit={() => changed && form.save()}
        end={
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
        }
      >
        {children}
      </Form>
    </Panel>
  );
}

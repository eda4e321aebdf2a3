import type { ComponentProps, ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { useNotSaved } from "../desk/NotSaved";

interface Saved {
  changed: boolean;
  /** Something typed cannot be read, and its field says so. */
  unread?: boolean;
  /** Others saved something else meanwhile: one of both stays. */
  overtaken?: false | { takeTheirs: () => void; keepMine: () => void };
  saving: ComponentProps<typeof Form>["sending"];
  save: () => void;
}

interface Props {
  /** Where links lead to it. */
  id?: string;
  title: string;
  text?: string;
  actions?: ReactNode;
  form: Saved;
  /** Something is typed after a refusal. */
  onChange?: () => void;
  /** Fields named as their settings: the one at fault gets the cursor. */
  children: ReactNode;
}

/** What belongs together, saved together. */
export function SettingsSection({ id, title, text, actions, form, onChange, children }: Props) {
  const { t } = useLanguage();
  const { saving, changed, unread, overtaken } = form;
  useNotSaved(changed);
  return (
    <Panel id={id} title={title} text={text} actions={actions}>
      <Form
        reader="staff"
        sending={saving}
        refusal={
          unread ? (
            <p role="alert" className="text-danger">
              {t("services.lookAgain")}
            </p>
          ) : overtaken ? (
            <Notice
              urgent
              tone="danger"
              title={t("settings.overtaken")}
              actions={
                <>
                  <Button size="s" onClick={overtaken.takeTheirs}>
                    {t("settings.takeTheirs")}
                  </Button>
                  <Button size="s" onClick={overtaken.keepMine}>
                    {t("settings.keepMine")}
                  </Button>
                </>
              }
            />
          ) : undefined
        }
        onSubmit={() => changed && !overtaken && form.save()}
        onChange={onChange}
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

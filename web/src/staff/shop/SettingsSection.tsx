import { useLocation } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { ScrollBox } from "../../design/ScrollBox";
import { CONTENTS } from "./contents";

interface Overtaken {
  /** What they saved, where it is a text: to be read before one is chosen. */
  theirs?: string;
  takeTheirs: () => void;
  keepMine: () => void;
}

interface Saved {
  changed: boolean;
  /** Something typed cannot be read, and its field says so. */
  unread?: boolean;
  /** Others saved something else meanwhile: one of both stays. */
  overtaken?: false | Overtaken;
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

/** The section of the settings that the address names, or the first. */
export function useSectionShown(): string {
  const { hash } = useLocation();
  return CONTENTS.some(([id]) => id === hash) ? hash : CONTENTS[0][0];
}

/** What belongs together, saved together. One of the settings' contents is there for who asks for it. */
export function SettingsSection({ id, title, text, actions, form, onChange, children }: Props) {
  const { t } = useLanguage();
  const { saving, changed, unread, overtaken } = form;
  const here = useSectionShown();
  return (
    <Panel
      id={id}
      title={title}
      text={text}
      actions={actions}
      hidden={id !== undefined && id !== here}
    >
      <Form
        reader="staff"
        sending={saving}
        unsaved={changed}
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
            >
              {overtaken.theirs !== undefined && <Theirs text={overtaken.theirs} />}
            </Notice>
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
              disabled={!changed || Boolean(overtaken)}
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

function Theirs({ text }: { text: string }) {
  const { t } = useLanguage();
  return (
    <>
      <p className="text-13">{t("settings.theirs")}</p>
      <ScrollBox
        label={t("settings.theirs")}
        className="max-h-48 overflow-y-auto rounded-m bg-raised px-3 py-2 wrap-anywhere whitespace-pre-wrap"
      >
        {text || t("settings.theirsNothing")}
      </ScrollBox>
    </>
  );
}

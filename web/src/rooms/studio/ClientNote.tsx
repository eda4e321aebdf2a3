import { useState } from "react";
import { put } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { CALENDAR, CLIENTS } from "./own";

interface Props {
  clientId: string;
  note: string;
}

/** What one notes of a client for oneself: it stands on each booking of theirs. */
export function ClientNote({ clientId, note }: Props) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState<string>();
  const save = useIntent(
    (_: string, text: string) =>
      put<undefined>(`/studio/clients/${encodeURIComponent(clientId)}/note`, { note: text }),
    {
      onSuccess: async () => {
        await renew(CALENDAR, CLIENTS);
        setTyped(undefined);
      },
    },
  );
  if (typed === undefined)
    return (
      <section className="space-y-1" data-testid="client-note">
        {note && (
          <>
            <h3 className="text-13 text-ink-soft">{t("own.note")}</h3>
            <p className="whitespace-pre-wrap wrap-anywhere">{note}</p>
          </>
        )}
        <Button kind="plain" size="s" className="-ml-3" onClick={() => setTyped(note)}>
          {t(note ? "own.noteChange" : "own.noteAdd")}
        </Button>
      </section>
    );
  return (
    <Form
      reader="staff"
      sending={save}
      onSubmit={() => save.mutate(typed)}
      end={
        <div className="flex flex-wrap justify-end gap-2">
          <Button size="s" onClick={() => setTyped(undefined)}>
            {t("form.keep")}
          </Button>
          <Button size="s" kind="primary" type="submit" online busy={save.isPending}>
            {t("form.save")}
          </Button>
        </div>
      }
    >
      {() => (
        <TextArea
          autoFocus
          label={t("own.note")}
          hint={t("own.noteHint")}
          rows={3}
          maxLength={4000}
          value={typed}
          onChange={({ target }) => {
            save.another();
            setTyped(target.value);
          }}
        />
      )}
    </Form>
  );
}

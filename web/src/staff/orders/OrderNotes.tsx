import { useState } from "react";
import { post } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { ifStill } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { staffOrderQuery } from "./queries";

const MOST = 2000;

/** What staff want to remember; the buyer does not see it. */
export function OrderNotes({ seen }: { seen: StaffOrderAnswer }) {
  const { t } = useLanguage();
  return (
    <Panel title={t("staffOrder.notes")}>
      <AddNote orderId={seen.order.id} />
      {seen.notes.length > 0 && (
        <ul className="mt-4 space-y-3">
          {seen.notes.map((note) => (
            <li key={`${note.at} ${note.request}`} className="border-t border-line pt-3">
              <p className="whitespace-pre-wrap wrap-anywhere">{String(note.data.text)}</p>
              <p className="text-13 text-ink-soft">
                {note.actorName ?? note.actor} · <Moment at={note.at} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function AddNote({ orderId }: { orderId: string }) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const path = `/staff/orders/${orderId}/notes`;
  const add = useIntent((key, sent: string) => post<StaffOrderAnswer>(path, { text: sent }, key), {
    onSuccess: (seen, sent) => {
      queryClient.setQueryData(staffOrderQuery(orderId).queryKey, seen);
      setText(ifStill(sent, ""));
    },
  });
  return (
    <Form
      adds
      reader="staff"
      sending={add}
      unsaved={text.trim() !== ""}
      onChange={add.another}
      onSubmit={() => text.trim() && add.mutate(text)}
      end={
        <Button type="submit" size="s" busy={add.isPending}>
          {t("staffOrder.addNote")}
        </Button>
      }
    >
      {(tried) => (
        <TextArea
          label={t("staffOrder.note")}
          hint={t("staffOrder.noteHint")}
          rows={2}
          value={text}
          maxLength={MOST}
          onChange={(event) => setText(event.target.value)}
          error={tried && !text.trim() ? t("staffOrder.noteMissing") : null}
        />
      )}
    </Form>
  );
}

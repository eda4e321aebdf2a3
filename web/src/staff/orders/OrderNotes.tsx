import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../base/api/client";
import type { StaffOrder } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Frame } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { staffOrderQuery } from "./queries";

const MOST = 2000;

/** What staff want to remember; the buyer does not see it. */
export function OrderNotes({ seen }: { seen: StaffOrder }) {
  const { t, formats } = useLanguage();
  return (
    <Panel title={t("staffOrder.notes")}>
      <AddNote orderId={seen.order.id} />
      {seen.notes.length > 0 && (
        <ul className="mt-4 space-y-3">
          {seen.notes.map((note) => (
            <li key={`${note.at} ${note.request}`} className="border-t border-line pt-3">
              <p className="whitespace-pre-wrap wrap-anywhere">{String(note.data.text)}</p>
              <p className="text-13 text-ink-soft">
                {note.actorName ?? note.actor} ·{" "}
                <time dateTime={note.at}>{formats.moment(note.at)}</time>
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
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const path = `/staff/orders/${orderId}/notes`;
  const add = useIntent((key) => post<StaffOrder>(path, { text }, key), {
    onSuccess: (seen) => {
      client.setQueryData(staffOrderQuery(orderId).queryKey, seen);
      setText("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!text.trim());
    if (text.trim() && !add.isPending) add.mutate();
  };
  return (
    <form className="space-y-2" onSubmit={submit}>
      <Frame
        label={t("staffOrder.note")}
        hint={t("staffOrder.noteHint")}
        error={missing ? t("staffOrder.noteMissing") : null}
      >
        {({ id, describedBy }) => (
          <textarea
            id={id}
            rows={2}
            value={text}
            maxLength={MOST}
            aria-describedby={describedBy}
            aria-invalid={missing || undefined}
            onChange={(event) => {
              add.another();
              setText(event.target.value);
            }}
            className="w-full rounded-m border border-line-strong bg-raised px-3 py-2 text-15 text-ink hover:border-ink-soft aria-invalid:border-danger"
          />
        )}
      </Frame>
      {add.isError && <Refusal error={add.error} reader="staff" />}
      <Button type="submit" size="s" busy={add.isPending}>
        {t("staffOrder.addNote")}
      </Button>
    </form>
  );
}

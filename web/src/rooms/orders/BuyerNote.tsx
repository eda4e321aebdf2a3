import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useUnsaved } from "../../base/unsaved";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { keepOrder } from "./queries";
import { keepTyped, typedAtTill } from "./typed";

const MOST = 500;

/** Whether somebody will still pack it, so that they can read what its buyer asks for. */
function isToBePacked({ status, fulfilment, items, bookingId }: OrderShown): boolean {
  if (items.length === 0 || bookingId) return false;
  return status === "pending" || (status === "paid" && fulfilment === "unfulfilled");
}

/** What the buyer asks of whoever packs the order: a gift, a bell that is broken. */
export function BuyerNote({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const note = order.buyerNote;
  const begun = order.status === "pending" && !note && Boolean(typedAtTill().note);
  const [asking, setAsking] = useState(begun);
  const open = isToBePacked(order);
  if (!open && !note) return null;
  return (
    <Panel title={t("buyerNote.title")}>
      {asking && open ? (
        <Write order={order} onDone={() => setAsking(false)} />
      ) : (
        <div className="space-y-3" data-testid="buyer-note">
          {note && <p className="whitespace-pre-wrap wrap-anywhere">{note}</p>}
          {open && (
            <Button size="s" onClick={() => setAsking(true)}>
              {t(note ? "form.change" : "buyerNote.add")}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}

function Write({ order, onDone }: { order: OrderShown; onDone: () => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState(order.buyerNote ?? typedAtTill().note ?? "");
  const saving = useMutation({
    mutationFn: (note: string) =>
      put<{ order: OrderShown }>(`/orders/${order.id}/note`, { note: note.trim() || null }),
    onSuccess: ({ order: { buyerNote } }) => keepOrder({ ...order, buyerNote }),
  });
  const [quiet, setQuiet] = useState(false);
  const save = async (aloud: boolean): Promise<boolean> => {
    setQuiet(!aloud);
    if (text.trim() === (order.buyerNote ?? "") && !saving.isError) return true;
    return saving.mutateAsync(text).then(
      () => true,
      () => false,
    );
  };
  useUnsaved(() => save(true));
  return (
    <Form
      sending={saving}
      quiet={quiet}
      onChange={() => saving.isError && saving.reset()}
      onSubmit={async () => {
        if (await save(true)) onDone();
      }}
      end={
        <div className="flex flex-wrap justify-end gap-2">
          <Button
            onClick={() => {
              keepTyped({ note: order.buyerNote ?? "" });
              onDone();
            }}
          >
            {t("form.back")}
          </Button>
          <Button type="submit" kind="primary" busy={saving.isPending} online>
            {t("form.save")}
          </Button>
        </div>
      }
    >
      <TextArea
        data-first
        label={t("buyerNote.text")}
        hint={t("buyerNote.hint")}
        rows={3}
        maxLength={MOST}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          keepTyped({ note: target.value });
        }}
      />
    </Form>
  );
}

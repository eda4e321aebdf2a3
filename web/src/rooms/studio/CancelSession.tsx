import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { answerQuery } from "../../base/api/queries";
import type { BoardCard, CancellationShown, OwnCancelled } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Check, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";

/** Whether who is booked may call it off: until its client is there; what is asked for is declined. */
export const mayCancel = ({ status }: Pick<BoardCard, "status">) =>
  status === "held" || status === "confirmed";

interface Props {
  card: BoardCard;
  onDone: () => Promise<unknown>;
  onClose: () => void;
}

/** Who is booked cannot make it: the client gets all back, and reads why. */
export function CancelSession({ card, onDone, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [reason, setReason] = useState("");
  const [block, setBlock] = useState(false);
  const path = `/studio/bookings/${card.id}`;
  const comes = useQuery({
    ...answerQuery<CancellationShown>(["own", "cancellation", card.id], `${path}/cancellation`),
    staleTime: 0,
  });
  const cancel = useIntent(
    (key: string) => insist<OwnCancelled>(`${path}/cancel`, { reason, block }, key),
    {
      onSuccess: async ({ refund, currency }) => {
        await onDone();
        toast({
          title: t("own.cancelled", { number: card.number }),
          text:
            refund > 0 ? t("own.cancelledBack", { price: formats.price(refund, currency) }) : "",
        });
        onClose();
      },
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("own.cancelSure", { number: card.number })}
      text={t("own.cancelText")}
    >
      <Loaded query={comes} loading={<Skeleton className="h-48 w-full" />}>
        {({ refund, currency }) => (
          <Form
            reader="staff"
            sending={cancel}
            onSubmit={() => cancel.mutate()}
            end={
              <div className="flex flex-wrap justify-end gap-2 pt-2">
                <Button onClick={onClose}>{t("own.cancelNot")}</Button>
                <Button kind="danger" type="submit" busy={cancel.isPending}>
                  {t("own.cancelDo")}
                </Button>
              </div>
            }
          >
            {() => (
              <>
                <p className="tabular font-semibold">
                  {refund > 0
                    ? t("own.cancelBack", { price: formats.price(refund, currency) })
                    : t("own.cancelUnpaid")}
                </p>
                <TextArea
                  required
                  label={t("own.cancelWhy")}
                  hint={t("own.cancelWhyHint")}
                  rows={3}
                  maxLength={500}
                  value={reason}
                  onChange={({ target }) => {
                    cancel.another();
                    setReason(target.value);
                  }}
                />
                <Check
                  label={t("own.cancelBlock")}
                  checked={block}
                  onChange={({ target }) => {
                    cancel.another();
                    setBlock(target.checked);
                  }}
                />
              </>
            )}
          </Form>
        )}
      </Loaded>
    </Dialog>
  );
}

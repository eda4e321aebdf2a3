import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useUnsaved } from "../../base/unsaved";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { keepContact } from "./queries";
import { keepTyped, typedAtTill } from "./typed";
import { WhoComes } from "./WhoComes";
import { asksWhoComes } from "./who";

/** Whether its page asks for an address of mail. */
export function isAskedForMail({ userId, shippingAddress }: OrderShown): boolean {
  return userId.startsWith("guest:") && !shippingAddress?.email;
}

/** Whether guests are asked for one at all: to be told of their orders, or for a receipt by law. */
export function useMailAsked(): boolean {
  const config = useQuery(configQuery).data;
  return (config?.mails || config?.receipts) ?? false;
}

/** Nobody knows whose it is: it goes to no address, with a name and a number. */
function isNobodys({ addressNeeded, shippingAddress }: OrderShown): boolean {
  return !addressNeeded && !shippingAddress;
}

/** Where a guest is told of an order by mail, if its address does not say; where the shop sends none, by
 * what it can reach whoever comes for it; of a session, who comes. */
export function Contact({ order }: { order: OrderShown }) {
  return asksWhoComes(order) ? <WhoComes order={order} /> : <WhereTold order={order} />;
}

function WhereTold({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  // Once asked for it stays open, though it is saved as one goes on.
  const [asking, setAsking] = useState(!order.contactEmail);
  const mails = useMailAsked();
  const { contactEmail } = order;
  if (!(mails || isNobodys(order)) || !isAskedForMail(order)) return null;
  if (order.status === "cancelled" && !contactEmail) return null;
  return (
    <Panel title={t("order.contact")}>
      {contactEmail && !asking ? (
        <div className="flex flex-wrap items-center justify-between gap-4" data-testid="contact">
          <p className="min-w-0 break-words">
            {t(mails ? "order.contactTold" : "order.contactKept", { email: contactEmail })}
          </p>
          <Button size="s" onClick={() => setAsking(true)}>
            {t("form.change")}
          </Button>
        </div>
      ) : (
        <AskEmail order={order} onDone={() => setAsking(false)} />
      )}
    </Panel>
  );
}

function AskEmail({ order, onDone }: { order: OrderShown; onDone: () => void }) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const receipts = useQuery(configQuery).data?.receipts ?? false;
  const mails = useMailAsked();
  const [email, setEmail] = useState(order.contactEmail ?? typedAtTill().email ?? "");
  const sending = useMutation({
    mutationFn: (typed: string) =>
      put<{ order: OrderShown }>(`/orders/${order.id}/contact`, { email: typed || null }),
    onSuccess: ({ order: told }) => keepContact(order.id, told),
  });
  const typed = email.trim();
  const [quiet, setQuiet] = useState(false);
  const save = async (aloud: boolean): Promise<boolean> => {
    setQuiet(!aloud);
    if (typed === (order.contactEmail ?? "") && !sending.isError) return true;
    return sending.mutateAsync(typed).then(
      () => true,
      () => false,
    );
  };
  useUnsaved(() => save(true));
  const problem = sending.isError ? asProblem(sending.error) : null;
  const wrong = problem?.body.field === "email";
  return (
    <Form
      sending={sending}
      quiet={quiet}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (typed && !currentTarget.contains(relatedTarget)) void save(false);
      }}
      onChange={() => sending.isError && sending.reset()}
      onSubmit={async () => {
        if (await save(true)) onDone();
      }}
      refusal={wrong ? null : undefined}
      end={
        <div className="flex justify-end">
          <Button type="submit" busy={sending.isPending} online>
            {t(mails ? "order.contactSave" : "form.save")}
          </Button>
        </div>
      }
    >
      <Field
        label={t("order.contactEmail")}
        hint={t(
          receipts ? "order.contactReceipt" : mails ? "order.contactHint" : "order.contactReach",
        )}
        type="email"
        autoComplete="email"
        maxLength={254}
        value={email}
        error={wrong ? words(problem) : null}
        onChange={({ target }) => {
          setEmail(target.value);
          keepTyped({ email: target.value });
        }}
      />
    </Form>
  );
}

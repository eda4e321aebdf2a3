import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { put } from "../../base/api/client";
import { asProblem, saidOf } from "../../base/api/problem";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useUnsaved } from "../../base/unsaved";
import { Button } from "../../design/Button";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { WhoFields } from "../booking/WhoFields";
import { isWhole, trimmed, type Who } from "../booking/who";
import { keepContact } from "./queries";
import { keepTyped, typedAtTill } from "./typed";
import { whoOf } from "./who";

/** Who comes to a session that a guest books, and where they are reached: the till goes on once it is
 * said. */
export function WhoComes({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const said = whoOf(order);
  // Once asked for it stays open, though it is saved as one goes on.
  const [asking, setAsking] = useState(!isWhole(said));
  if (order.status === "cancelled" && !isWhole(said)) return null;
  return (
    <Panel title={t("order.contact")}>
      {asking ? (
        <Ask order={order} onDone={() => setAsking(false)} />
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-4" data-testid="contact">
          <p className="min-w-0 break-words">
            {[said.name, said.email, said.phone].filter(Boolean).join(" · ")}
          </p>
          <Button size="s" onClick={() => setAsking(true)}>
            {t("form.change")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Ask({ order, onDone }: { order: OrderShown; onDone: () => void }) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const before = whoOf(order);
  const [who, setWho] = useState<Who>(() => begun(before));
  const sending = useMutation({
    mutationFn: (next: Who) =>
      put<{ order: OrderShown }>(`/orders/${order.id}/contact`, {
        ...next,
        email: next.email || null,
      }),
    onSuccess: ({ order: told }) => keepContact(order.id, told),
  });
  const typed = trimmed(who);
  // How often it was tried to go on: from then on what lacks is said.
  const [tries, setTries] = useState(0);
  const [quiet, setQuiet] = useState(false);
  const save = async (aloud: boolean): Promise<boolean> => {
    setQuiet(!aloud);
    if (aloud) setTries((many) => many + 1);
    if (!isWhole(typed)) return false;
    const same = (["name", "email", "phone"] as const).every((one) => typed[one] === before[one]);
    if (same && !sending.isError) return true;
    return sending.mutateAsync(typed).then(
      () => true,
      () => false,
    );
  };
  useUnsaved(() => save(true));
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (tries === 0) return;
    const fault = place.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    fault?.focus({ preventScroll: true });
    fault?.scrollIntoView({ block: "center" }); // not under the button at the foot
  }, [tries]);
  const problem = sending.isError ? asProblem(sending.error) : null;
  const wrong = (name: keyof Who) =>
    problem?.body.field === name ? (saidOf(problem, name) ?? words(problem)) : null;
  return (
    <div ref={place} data-testid="who-comes">
      <Form
        sending={sending}
        quiet={quiet}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (isWhole(typed) && !currentTarget.contains(relatedTarget)) void save(false);
        }}
        onChange={() => sending.isError && sending.reset()}
        onSubmit={async () => {
          if (await save(true)) onDone();
        }}
        refusal={
          problem && ["name", "email", "phone"].includes(problem.body.field ?? "")
            ? null
            : undefined
        }
        end={
          <div className="flex justify-end">
            <Button type="submit" busy={sending.isPending} online>
              {t("form.save")}
            </Button>
          </div>
        }
      >
        <WhoFields
          who={who}
          tried={tries > 0}
          wrong={wrong}
          onType={(next) => {
            setWho({ ...who, ...next });
            keepTyped(next);
          }}
        />
      </Form>
    </div>
  );
}

/** What is known, else what was typed at the till before. */
const begun = ({ name, email, phone }: Who): Who => {
  const typed = typedAtTill();
  return {
    name: name || typed.name || "",
    email: email || typed.email || "",
    phone: phone || typed.phone || "",
  };
};

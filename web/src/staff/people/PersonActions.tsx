import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { insist } from "../../base/api/client";
import type { PersonAnswer } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Check, Field } from "../../design/Field";
import { toast } from "../../design/Toasts";
import { buyerName } from "../desk/Buyer";
import { useRoles } from "./PeopleTable";
import { personQuery } from "./queries";

const ROLES = ["customer", "seller", "photographer", "manager", "admin"] as const;
const PATHS = {
  sessions: "end-sessions",
  roles: "roles",
  disable: "disable",
  enable: "enable",
} as const;
type Action = keyof typeof PATHS;

/** What staff may do to this person, each asked again before it is done. */
export function PersonActions({ seen }: { seen: PersonAnswer }) {
  const { t } = useLanguage();
  const [action, setAction] = useState<Action | null>(null);
  const { person, may } = seen;
  const name = buyerName(person) ?? "";
  const open: Action[] = [];
  if (may.includes("sessions") && seen.sessions > 0) open.push("sessions");
  if (may.includes("roles") && person.kind === "user") open.push("roles");
  if (may.includes("standing")) open.push(person.active ? "disable" : "enable");
  const close = () => setAction(null);
  return (
    <>
      {open.map((one) => (
        <Button key={one} onClick={() => setAction(one)}>
          {t(`standing.do.${one}`)}
        </Button>
      ))}
      <Dialog
        open={action !== null}
        onClose={close}
        title={action ? t(`standing.title.${action}`, { name }) : ""}
        text={action && t(`standing.means.${action}`, { name })}
      >
        {action && <Form key={action} seen={seen} action={action} onClose={close} />}
      </Dialog>
    </>
  );
}

interface FormProps {
  seen: PersonAnswer;
  action: Action;
  onClose: () => void;
}

function Form({ seen, action, onClose }: FormProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const words = useRoles();
  const { person } = seen;
  const userId = person.userId ?? "";
  const [roles, setRoles] = useState<readonly string[]>(person.roles);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const asksReason = action === "disable";
  const bad = (action === "roles" && roles.length === 0) || (asksReason && !reason.trim());
  const body = action === "roles" ? { roles } : asksReason ? { reason: reason.trim() } : {};
  const path = `/staff/people/${userId}/${PATHS[action]}`;
  const act = useIntent((key) => insist<PersonAnswer>(path, body, key), {
    onSuccess: async (now) => {
      client.setQueryData(personQuery(userId).queryKey, now);
      await client.invalidateQueries({ queryKey: ["staff", "people"] });
      toast({ title: t(`standing.did.${action}`, { name: buyerName(person) ?? "" }) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (bad) first.current?.focus();
    else if (!act.isPending) act.mutate();
  };
  const toggle = (role: string) =>
    setRoles((before) =>
      before.includes(role) ? before.filter((one) => one !== role) : [...before, role],
    );
  return (
    <form noValidate className="space-y-4" onSubmit={submit} onChange={act.another}>
      {action === "roles" && (
        <fieldset>
          <legend className="mb-1 text-13 text-ink-soft">
            {t("standing.from", { roles: words(person.roles) })}
          </legend>
          <div className="grid sm:grid-cols-2">
            {ROLES.map((role, at) => (
              <Check
                key={role}
                ref={at === 0 ? first : undefined}
                data-first={at === 0 || undefined}
                label={words([role])}
                checked={roles.includes(role)}
                onChange={() => toggle(role)}
                aria-describedby={tried && bad ? "roles-missing" : undefined}
              />
            ))}
          </div>
          {tried && bad && (
            <p id="roles-missing" role="alert" className="text-13 text-danger">
              {t("standing.rolesMissing")}
            </p>
          )}
        </fieldset>
      )}
      {asksReason && (
        <Field
          ref={first}
          data-first
          label={t("staff.reason")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          error={tried && bad ? t("staff.reasonMissing") : null}
          hint={t("staff.reasonOurs")}
        />
      )}
      {act.isError && <Refusal reader="staff" error={act.error} />}
      <div className="flex justify-end gap-2 pt-2">
        <Button onClick={onClose}>{t("staffOrder.back")}</Button>
        <Button
          kind={action === "disable" ? "danger" : "primary"}
          type="submit"
          busy={act.isPending}
        >
          {t(`standing.do.${action}`)}
        </Button>
      </div>
    </form>
  );
}

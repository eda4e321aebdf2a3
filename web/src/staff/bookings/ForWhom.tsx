import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import type { Whom } from "../../rooms/booking/desk";
import { ClientPicker, type KnownClient, Offered, useFound } from "./ClientPicker";

export interface Asked {
  who: "known" | "new";
  known?: KnownClient;
  caller: { name: string; phone: string; email: string };
  later: boolean;
}

/** As the API is asked; undefined while something is missing. */
export function whomOf({ who, known, caller }: Asked): Whom | undefined {
  if (who === "known") {
    if (known?.clientId) return { clientId: known.clientId };
    return known?.client ? { client: known.client } : undefined;
  }
  const { name, phone, email } = caller;
  if (!name.trim() || !(phone.trim() || email.trim())) return undefined;
  return { newClient: { name: name.trim(), phone: phone.trim(), email: email.trim() } };
}

interface Props {
  value: Asked;
  onChange: (value: Asked) => void;
  /** It was tried to book: what is missing is said. */
  tried: boolean;
  /** Of the booking. */
  error: unknown;
}

/** Whom staff book for: somebody the studio knows, or who calls for the first time. */
export function ForWhom({ value, onChange, tried, error }: Props) {
  const { t } = useLanguage();
  const faults = faultsOf(error);
  return (
    <div className="space-y-4">
      <Choice
        legend={t("bookFor.whom")}
        value={value.who}
        onChange={(who) => onChange({ ...value, who: who === "new" ? "new" : "known" })}
        items={[
          { value: "known", label: t("bookFor.known") },
          { value: "new", label: t("bookFor.new") },
        ]}
      />
      {value.who === "known" ? (
        <ClientPicker
          value={value.known}
          error={(tried && !value.known && t("bookFor.choose")) || null}
          onChange={(known) => onChange({ ...value, known })}
        />
      ) : (
        <Caller value={value} onChange={onChange} tried={tried} faults={faults} />
      )}
      <Choice
        legend={t("bookFor.paying")}
        value={value.later ? "later" : "now"}
        onChange={(when) => onChange({ ...value, later: when === "later" })}
        items={[
          { value: "now", label: t("bookFor.now") },
          { value: "later", label: t("bookFor.later") },
        ]}
      />
    </div>
  );
}

function Caller(props: Omit<Props, "error"> & { faults: Map<string, string> }) {
  const { value, onChange, tried, faults } = props;
  const { t } = useLanguage();
  const { caller } = value;
  const put = (change: Partial<Asked["caller"]>) =>
    onChange({ ...value, caller: { ...caller, ...change } });
  const reached = Boolean(caller.phone.trim() || caller.email.trim());
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label={t("bookFor.name")}
        value={caller.name}
        maxLength={200}
        autoComplete="off"
        className="sm:col-span-2"
        error={
          faults.get("name") ?? (tried && !caller.name.trim() ? t("bookFor.nameMissing") : null)
        }
        onChange={({ target }) => put({ name: target.value })}
      />
      <Field
        type="tel"
        label={t("bookFor.phone")}
        value={caller.phone}
        maxLength={40}
        autoComplete="off"
        error={faults.get("phone") ?? (tried && !reached ? t("bookFor.reach") : null)}
        onChange={({ target }) => put({ phone: target.value })}
      />
      <Field
        type="email"
        label={t("bookFor.email")}
        hint={t("bookFor.emailHint")}
        value={caller.email}
        maxLength={200}
        autoComplete="off"
        error={faults.get("email") ?? null}
        onChange={({ target }) => put({ email: target.value })}
      />
      <Alike
        typed={caller.email.trim() || caller.phone.trim()}
        onChoose={(known) => onChange({ ...value, who: "known", known })}
      />
    </div>
  );
}

/** Who has that address or number already: one tap, and they are not written down twice. */
function Alike(props: { typed: string; onChoose: (one: KnownClient) => void }) {
  const { t } = useLanguage();
  const { found } = useFound(useSettled(props.typed.length > 4 ? props.typed : ""));
  if (found.length === 0) return null;
  return (
    <div role="status" className="sm:col-span-2">
      <p className="text-13 font-medium text-ink-soft">{t("bookFor.alike")}</p>
      <Offered found={found} onChoose={props.onChoose} />
    </div>
  );
}

/** What was refused of who is new, by field. */
function faultsOf(error: unknown): Map<string, string> {
  const errors = error ? (asProblem(error).body.errors ?? []) : [];
  return new Map(errors.map(({ field, detail }) => [field.replace("newClient.", ""), detail]));
}

import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Choice } from "../../design/Choice";
import type { Whom } from "../../rooms/booking/desk";
import {
  faultsOf,
  type NewClient,
  NewClientFields,
  newClientOf,
} from "../../rooms/studio/NewClient";
import { ClientPicker, type KnownClient, Offered, useFound } from "./ClientPicker";

export interface Somebody {
  who: "known" | "new" | "nobody";
  known?: KnownClient;
  caller: NewClient;
}

export interface Asked extends Somebody {
  later: boolean;
}

/** As the API is asked; undefined while something is missing. */
export function whomOf({ who, known, caller }: Somebody): Whom | undefined {
  if (who === "nobody") return {};
  if (who === "known") {
    if (known?.clientId) return { clientId: known.clientId };
    return known?.client ? { client: known.client } : undefined;
  }
  const newClient = newClientOf(caller);
  return newClient && { newClient };
}

interface Props<Value extends Somebody> {
  value: Value;
  onChange: (value: Value) => void;
  /** It was tried to book: what is missing is said. */
  tried: boolean;
  /** Of the booking. */
  error: unknown;
}

/** Whom staff book for, and when they pay. */
export function ForWhom(props: Props<Asked>) {
  const { t } = useLanguage();
  const { value, onChange } = props;
  return (
    <div className="space-y-4">
      <WhomFields {...props} />
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

/** Somebody the studio knows, or who calls for the first time; `nobody`: what one is called who is
 * not named, where that may be. */
export function WhomFields<Value extends Somebody>(props: Props<Value> & { nobody?: string }) {
  const { t } = useLanguage();
  const { value, onChange, tried, error, nobody } = props;
  return (
    <>
      <Choice
        legend={t("bookFor.whom")}
        value={value.who}
        onChange={(who) => onChange({ ...value, who: who as Somebody["who"] })}
        items={[
          ...(nobody ? [{ value: "nobody", label: nobody }] : []),
          { value: "known", label: t("bookFor.known") },
          { value: "new", label: t("bookFor.new") },
        ]}
      />
      {value.who === "known" && (
        <ClientPicker
          value={value.known}
          error={(tried && !value.known && t("bookFor.choose")) || null}
          onChange={(known) => onChange({ ...value, known })}
        />
      )}
      {value.who === "new" && (
        <Caller value={value} onChange={onChange} tried={tried} faults={faultsOf(error)} />
      )}
    </>
  );
}

interface CallerProps<Value extends Somebody> extends Omit<Props<Value>, "error"> {
  faults: Map<string, string>;
}

function Caller<Value extends Somebody>(props: CallerProps<Value>) {
  const { value, onChange, tried, faults } = props;
  const { caller } = value;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <NewClientFields
        value={caller}
        onChange={(next) => onChange({ ...value, caller: next })}
        tried={tried}
        faults={faults}
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

import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { Field } from "../../design/Field";

/** Somebody new, as they are typed. */
export interface NewClient {
  name: string;
  phone: string;
  email: string;
}

export const NOBODY_YET: NewClient = { name: "", phone: "", email: "" };

/** As the API is asked; undefined while something is missing. */
export function newClientOf({ name, phone, email }: NewClient): NewClient | undefined {
  if (!name.trim() || !(phone.trim() || email.trim())) return undefined;
  return { name: name.trim(), phone: phone.trim(), email: email.trim() };
}

/** What was refused of who is new, by field. */
export function faultsOf(error: unknown): Map<string, string> {
  const errors = error ? (asProblem(error).body.errors ?? []) : [];
  return new Map(errors.map(({ field, detail }) => [field.replace("newClient.", ""), detail]));
}

interface Props {
  value: NewClient;
  onChange: (value: NewClient) => void;
  /** It was tried to book: what is missing is said. */
  tried: boolean;
  faults: Map<string, string>;
}

/** What one is called, and how one is reached, who calls for the first time. */
export function NewClientFields({ value, onChange, tried, faults }: Props) {
  const { t } = useLanguage();
  const put = (change: Partial<NewClient>) => onChange({ ...value, ...change });
  const reached = Boolean(value.phone.trim() || value.email.trim());
  return (
    <>
      <Field
        label={t("bookFor.name")}
        value={value.name}
        maxLength={200}
        autoComplete="off"
        className="sm:col-span-2"
        error={
          faults.get("name") ?? (tried && !value.name.trim() ? t("bookFor.nameMissing") : null)
        }
        onChange={({ target }) => put({ name: target.value })}
      />
      <Field
        type="tel"
        label={t("bookFor.phone")}
        value={value.phone}
        maxLength={40}
        autoComplete="off"
        error={faults.get("phone") ?? (tried && !reached ? t("bookFor.reach") : null)}
        onChange={({ target }) => put({ phone: target.value })}
      />
      <Field
        type="email"
        label={t("bookFor.email")}
        hint={t("bookFor.emailHint")}
        value={value.email}
        maxLength={200}
        autoComplete="off"
        error={faults.get("email") ?? null}
        onChange={({ target }) => put({ email: target.value })}
      />
    </>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { useTextForm } from "./form";
import { PasswordField } from "./PasswordField";

export interface Person {
  name: string;
  email: string;
  password: string;
}

interface Props {
  send: (person: Person) => Promise<void>;
  onDone: () => void;
  label: string;
}

/** Name, address and password of a new account. */
export function PersonForm({ send, onDone, label }: Props) {
  const { t } = useLanguage();
  const sending = useMutation({ mutationFn: send, onSuccess: onDone });
  const form = useTextForm({ name: "", email: "", password: "" }, sending);
  return (
    <form
      ref={form.place}
      noValidate
      className="space-y-4"
      onSubmit={form.submit((person) => sending.mutate(person))}
    >
      <Field {...form.bind("name")} label={t("account.name")} autoComplete="name" maxLength={100} />
      <Field
        {...form.bind("email")}
        label={t("session.email")}
        type="email"
        autoComplete="username"
        maxLength={254}
      />
      <PasswordField
        {...form.bind("password")}
        label={t("session.password")}
        hint={t("account.passwordHint")}
        autoComplete="new-password"
        maxLength={200}
      />
      {form.refusal && <Refusal error={form.refusal} />}
      <Button kind="primary" size="l" wide type="submit" busy={sending.isPending}>
        {label}
      </Button>
    </form>
  );
}

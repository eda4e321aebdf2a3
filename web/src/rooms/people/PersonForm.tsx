import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { useTextForm } from "./form";
import { NewPasswordField } from "./PasswordField";

export interface Person {
  name: string;
  email: string;
  password: string;
}

interface Props {
  send: (person: Person) => Promise<void>;
  onDone: () => void;
  label: string;
  children?: ReactNode;
}

/** Name, address and password of a new account; below them what else is asked. */
export function PersonForm({ send, onDone, label, children }: Props) {
  const { t } = useLanguage();
  const sending = useMutation({ mutationFn: send, onSuccess: onDone });
  const { bind, form } = useTextForm(
    { name: "", email: "", password: "" },
    sending,
    sending.mutate,
  );
  return (
    <Form
      {...form}
      end={
        <Button kind="primary" size="l" wide type="submit" busy={sending.isPending}>
          {label}
        </Button>
      }
    >
      <Field {...bind("name")} label={t("account.name")} autoComplete="name" maxLength={100} />
      <Field
        {...bind("email")}
        label={t("session.email")}
        type="email"
        autoComplete="username"
        maxLength={254}
      />
      <NewPasswordField {...bind("password")} />
      {children}
    </Form>
  );
}

import { type ComponentProps, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";

type Props = Omit<ComponentProps<typeof Field>, "type" | "end"> & {
  autoComplete: "current-password" | "new-password";
};

/** A password, shown to who asks for it. */
export function PasswordField(props: Props) {
  const { t } = useLanguage();
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={shown ? "text" : "password"}
      end={
        <Button kind="plain" size="s" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {t(shown ? "session.hide" : "session.show")}
        </Button>
      }
    />
  );
}

export type Bound = Pick<Props, "name" | "value" | "onChange" | "error">;

/** A password that is chosen here. */
export function NewPasswordField({ label, ...field }: Bound & { label?: string }) {
  const { t } = useLanguage();
  return (
    <PasswordField
      {...field}
      label={label ?? t("session.password")}
      hint={t("account.passwordHint")}
      autoComplete="new-password"
      maxLength={200}
    />
  );
}

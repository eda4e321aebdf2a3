import { useMutation } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { useTextForm } from "./form";
import { LinkGate } from "./LinkGate";
import { NewPasswordField } from "./PasswordField";

/** Who has forgotten the password chooses a new one, by a link from the shop's staff. */
export function NewPasswordPage() {
  const { t } = useLanguage();
  useTitle(t("account.newPassword"));
  return (
    <div className="page max-w-md pb-16">
      <LinkGate purpose="password" hint={t("account.link.ask")}>
        {(token, link) => <NewPassword token={token} email={link.email ?? ""} />}
      </LinkGate>
    </div>
  );
}

function NewPassword({ token, email }: { token: string; email: string }) {
  const { t } = useLanguage();
  const sending = useMutation({
    mutationFn: (password: string) => post("/password", { link: token, password }, newKey()),
  });
  const { bind, form } = useTextForm({ password: "" }, sending, (typed) =>
    sending.mutate(typed.password),
  );
  if (sending.isSuccess) {
    return (
      <Blank
        heading
        icon="check"
        title={t("account.passwordSaved")}
        hint={t("account.passwordSavedHint")}
        action={
          <ButtonLink kind="primary" to="/login">
            {t("shell.login")}
          </ButtonLink>
        }
      />
    );
  }
  return (
    <>
      <Heading title={t("account.newPassword")} />
      <Panel>
        <Form
          {...form}
          end={
            <Button kind="primary" size="l" wide type="submit" busy={sending.isPending}>
              {t("account.savePassword")}
            </Button>
          }
        >
          <Field label={t("session.email")} value={email} readOnly autoComplete="username" />
          <NewPasswordField {...bind("password")} label={t("account.newPassword")} />
        </Form>
      </Panel>
    </>
  );
}

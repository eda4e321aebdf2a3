import { useMutation } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Heading, Panel } from "../../design/Heading";
import { useTextForm } from "./form";
import { LinkGate } from "./LinkGate";
import { PasswordField } from "./PasswordField";

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
  const form = useTextForm({ password: "" }, sending);
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
        <form
          ref={form.place}
          noValidate
          className="space-y-4"
          onSubmit={form.submit(({ password }) => sending.mutate(password))}
        >
          <Field label={t("session.email")} value={email} readOnly autoComplete="username" />
          <PasswordField
            {...form.bind("password")}
            label={t("account.newPassword")}
            hint={t("account.passwordHint")}
            autoComplete="new-password"
            maxLength={200}
          />
          {form.refusal && <Refusal error={form.refusal} />}
          <Button kind="primary" size="l" wide type="submit" busy={sending.isPending}>
            {t("account.savePassword")}
          </Button>
        </form>
      </Panel>
    </>
  );
}

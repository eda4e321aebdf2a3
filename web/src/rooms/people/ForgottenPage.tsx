import { useMutation, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { useTextForm } from "./form";

/** Have a link for a new password mailed, where the shop sends mail. */
export function ForgottenPage() {
  const { t } = useLanguage();
  useTitle(t("account.forgotten"));
  return (
    <div className="page max-w-md pb-16">
      <Loaded query={useQuery(configQuery)} loading={<Skeleton className="h-64 w-full" />}>
        {({ mails }) =>
          mails ? (
            <Asking />
          ) : (
            <Blank
              heading
              icon="keys"
              title={t("account.forgotten")}
              hint={t("account.forgot")}
              action={<ButtonLink to="/login">{t("shell.login")}</ButtonLink>}
            />
          )
        }
      </Loaded>
    </div>
  );
}

function Asking() {
  const { t } = useLanguage();
  const sending = useMutation({
    mutationFn: (email: string) => post("/password-links", { email }, newKey()),
  });
  const { bind, form } = useTextForm({ email: "" }, sending, (typed) =>
    sending.mutate(typed.email.trim()),
  );
  if (sending.isSuccess) {
    return (
      <Blank
        heading
        icon="check"
        title={t("account.linkSent")}
        hint={t("account.linkSentHint", { email: sending.variables })}
        action={<ButtonLink to="/login">{t("shell.login")}</ButtonLink>}
      />
    );
  }
  return (
    <>
      <Heading title={t("account.forgotten")} text={t("account.forgottenText")} />
      <Panel>
        <Form
          {...form}
          end={
            <Button kind="primary" size="l" wide type="submit" busy={sending.isPending}>
              {t("account.sendLink")}
            </Button>
          }
        >
          <Field
            {...bind("email")}
            label={t("session.email")}
            type="email"
            autoComplete="username"
            maxLength={254}
          />
        </Form>
      </Panel>
    </>
  );
}

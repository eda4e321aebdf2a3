import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";
import { newKey, patch, post } from "../../base/api/client";
import { renew, sessionQuery } from "../../base/api/queries";
import type { SessionBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { LoginFirst } from "../../design/LoginFirst";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { AddressBook } from "../addresses/AddressBook";
import { AppChoices } from "../mail/AppChoices";
import { MailChoices } from "../mail/MailChoices";
import { PushChoices } from "../mail/PushChoices";
import { SmsChoices } from "../mail/SmsChoices";
import { TelegramChoices } from "../mail/TelegramChoices";
import { OwnNewsletter } from "../newsletter/OwnNewsletter";
import { AnalyticsChoice } from "../policies/AnalyticsChoice";
import { InviteFriends } from "../referrals/InviteFriends";
import { useTextForm } from "./form";
import { OwnData } from "./OwnData";
import { OwnEmail } from "./OwnEmail";
import { OwnProviders } from "./OwnProviders";
import { type Bound, NewPasswordField, PasswordField } from "./PasswordField";
import { SavedCards } from "./SavedCards";
import { logout } from "./signIn";

type User = NonNullable<SessionBody["user"]>;

/** One's own account: name, address, password, and where one is logged in. */
export function ProfilePage() {
  const { t } = useLanguage();
  return (
    <div className="page max-w-2xl pb-16">
      <Heading title={t("account.title")} />
      <Loaded query={useQuery(sessionQuery)} loading={<Skeleton className="h-96 w-full" />}>
        {({ user, typedUserId, roles }) =>
          user ? (
            <div className="space-y-6">
              <NameForm key={user.id} user={user} />
              {typedUserId ? (
                <Notice silent title={t("account.typed")} />
              ) : (
                <>
                  <EmailForm user={user} />
                  <PasswordForm user={user} />
                  <OwnProviders />
                  <SecondFactor />
                  {roles.some((role) => role !== "customer") && <Tokens />}
                </>
              )}
              <AddressBook />
              {!typedUserId && <InviteFriends />}
              <SavedCards />
              {!typedUserId && <OwnNewsletter email={user.email} />}
              {!typedUserId && <MailChoices />}
              {!typedUserId && <PushChoices />}
              {!typedUserId && <AppChoices />}
              {!typedUserId && <TelegramChoices />}
              {!typedUserId && <SmsChoices />}
              <AnalyticsChoice />
              {!typedUserId && <OwnData />}
              <Everywhere typed={Boolean(typedUserId)} />
            </div>
          ) : (
            <LoginFirst title={t("account.loginFirst")} hint={t("account.loginFirstHint")} />
          )
        }
      </Loaded>
    </div>
  );
}

/** What belongs together of one's account: it is changed by itself, and that is said. */
function useChange<F extends Record<string, string>>(start: F, change: (values: F) => unknown) {
  const { t } = useLanguage();
  const saving = useMutation({
    mutationFn: async (values: F) => change(values),
    onSuccess: async () => {
      form.clear();
      await renew(sessionQuery.queryKey);
      toast({ title: t("settings.saved") });
    },
  });
  const form = useTextForm(start, saving, saving.mutate);
  return form;
}

function NameForm({ user }: { user: User }) {
  const { t } = useLanguage();
  const { bind, form } = useChange({ name: user.name }, (changes) => patch("/profile", changes));
  return (
    <Section title={t("account.name")} form={form}>
      <Field {...bind("name")} label={t("account.name")} autoComplete="name" maxLength={100} />
    </Section>
  );
}

function EmailForm({ user }: { user: User }) {
  const { t } = useLanguage();
  const { bind, form } = useChange({ email: "", currentPassword: "" }, (changes) =>
    patch("/profile", changes),
  );
  return (
    <Section
      title={t("session.email")}
      text={t("account.emailNow", { email: user.email })}
      form={form}
    >
      <OwnEmail email={user.email} />
      <Field
        {...bind("email")}
        label={t("account.newEmail")}
        type="email"
        autoComplete="email"
        maxLength={254}
      />
      <CurrentPassword {...bind("currentPassword")} />
    </Section>
  );
}

function PasswordForm({ user }: { user: User }) {
  const { t } = useLanguage();
  const { bind, form } = useChange({ currentPassword: "", password: "" }, (change) =>
    post("/profile/password", change, newKey()),
  );
  return (
    <Section title={t("session.password")} text={t("account.passwordEnds")} form={form}>
      <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
      <CurrentPassword {...bind("currentPassword")} />
      <NewPasswordField {...bind("password")} label={t("account.newPassword")} />
    </Section>
  );
}

function CurrentPassword(field: Bound) {
  const { t } = useLanguage();
  const label = t("account.currentPassword");
  return <PasswordField {...field} label={label} autoComplete="current-password" />;
}

function SecondFactor() {
  const { t } = useLanguage();
  return (
    <Panel title={t("second.title")} text={t("second.text")}>
      <ButtonLink to="/account/security" search={{}}>
        {t("second.open")}
      </ButtonLink>
    </Panel>
  );
}

/** For who has more to do here than to buy: a program that works for them. */
function Tokens() {
  const { t } = useLanguage();
  return (
    <Panel title={t("account.tokens")} text={t("account.tokensText")}>
      <ButtonLink to="/account/tokens">{t("account.tokensOpen")}</ButtonLink>
    </Panel>
  );
}

function Everywhere({ typed }: { typed: boolean }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const leaving = useMutation({
    mutationFn: logout,
    onSuccess: () => navigate({ to: "/" }),
  });
  return (
    <Panel title={t("account.sessions")} text={typed ? undefined : t("account.sessionsText")}>
      {leaving.isError && <Refusal error={leaving.error} />}
      <div className="flex flex-wrap gap-2">
        <Button busy={leaving.isPending} onClick={() => leaving.mutate(false)}>
          {t("account.logoutHere")}
        </Button>
        {!typed && (
          <Button busy={leaving.isPending} onClick={() => leaving.mutate(true)}>
            {t("account.logoutEverywhere")}
          </Button>
        )}
      </div>
    </Panel>
  );
}

interface SectionProps {
  title: string;
  text?: string;
  form: Omit<ComponentProps<typeof Form>, "children" | "end">;
  children: ReactNode;
}

function Section({ title, text, form, children }: SectionProps) {
  const { t } = useLanguage();
  const busy = form.sending.isPending;
  return (
    <Panel title={title} text={text}>
      <Form
        {...form}
        end={
          <div className="flex justify-end">
            <Button
              kind="primary"
              type="submit"
              busy={busy}
              aria-label={`${t("form.save")}: ${title}`}
            >
              {t(busy ? "form.saving" : "form.save")}
            </Button>
          </div>
        }
      >
        {children}
      </Form>
    </Panel>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { newKey, patch, post } from "../../base/api/client";
import { sessionQuery } from "../../base/api/queries";
import type { Session } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Button } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Heading, Panel } from "../../design/Heading";
import { LoginFirst } from "../../design/LoginFirst";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { useTextForm } from "./form";
import { PasswordField } from "./PasswordField";
import { logout } from "./signIn";

type User = NonNullable<Session["user"]>;

/** One's own account: name, address, password, and where one is logged in. */
export function ProfilePage() {
  const { t } = useLanguage();
  useTitle(t("account.title"));
  const query = useQuery(sessionQuery);
  const user = query.data?.user;
  return (
    <div className="page max-w-2xl pb-16">
      <Heading title={t("account.title")} />
      {query.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : !user ? (
        <LoginFirst title={t("account.loginFirst")} hint={t("account.loginFirstHint")} />
      ) : (
        <div className="space-y-6">
          <NameForm key={user.id} user={user} />
          {query.data.typedUserId ? (
            <Notice silent title={t("account.typed")} />
          ) : (
            <>
              <EmailForm user={user} />
              <PasswordForm user={user} />
            </>
          )}
          <Everywhere typed={Boolean(query.data.typedUserId)} />
        </div>
      )}
    </div>
  );
}

function useSaved() {
  const { t } = useLanguage();
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    toast({ title: t("settings.saved") });
  };
}

function NameForm({ user }: { user: User }) {
  const { t } = useLanguage();
  const saving = useMutation({
    mutationFn: (changes: { name: string }) => patch("/profile", changes),
    onSuccess: useSaved(),
  });
  const form = useTextForm({ name: user.name }, saving);
  return (
    <Section title={t("account.name")}>
      <form
        ref={form.place}
        noValidate
        className="space-y-4"
        onSubmit={form.submit((values) => saving.mutate(values))}
      >
        <Field
          {...form.bind("name")}
          label={t("account.name")}
          autoComplete="name"
          maxLength={100}
        />
        {form.refusal && <Refusal error={form.refusal} />}
        <Save of={t("account.name")} busy={saving.isPending} />
      </form>
    </Section>
  );
}

function EmailForm({ user }: { user: User }) {
  const { t } = useLanguage();
  const saved = useSaved();
  const saving = useMutation({
    mutationFn: (changes: { email: string; currentPassword: string }) => patch("/profile", changes),
    onSuccess: async () => {
      form.clear();
      await saved();
    },
  });
  const form = useTextForm({ email: "", currentPassword: "" }, saving);
  return (
    <Section title={t("session.email")} text={t("account.emailNow", { email: user.email })}>
      <form
        ref={form.place}
        noValidate
        className="space-y-4"
        onSubmit={form.submit((values) => saving.mutate(values))}
      >
        <Field
          {...form.bind("email")}
          label={t("account.newEmail")}
          type="email"
          autoComplete="email"
          maxLength={254}
        />
        <PasswordField
          {...form.bind("currentPassword")}
          label={t("account.currentPassword")}
          autoComplete="current-password"
        />
        {form.refusal && <Refusal error={form.refusal} />}
        <Save of={t("session.email")} busy={saving.isPending} />
      </form>
    </Section>
  );
}

function PasswordForm({ user }: { user: User }) {
  const { t } = useLanguage();
  const saved = useSaved();
  const saving = useMutation({
    mutationFn: (change: { currentPassword: string; password: string }) =>
      post("/profile/password", change, newKey()),
    onSuccess: async () => {
      form.clear();
      await saved();
    },
  });
  const form = useTextForm({ currentPassword: "", password: "" }, saving);
  return (
    <Section title={t("session.password")} text={t("account.passwordEnds")}>
      <form
        ref={form.place}
        noValidate
        className="space-y-4"
        onSubmit={form.submit((values) => saving.mutate(values))}
      >
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <PasswordField
          {...form.bind("currentPassword")}
          label={t("account.currentPassword")}
          autoComplete="current-password"
        />
        <PasswordField
          {...form.bind("password")}
          label={t("account.newPassword")}
          hint={t("account.passwordHint")}
          autoComplete="new-password"
          maxLength={200}
        />
        {form.refusal && <Refusal error={form.refusal} />}
        <Save of={t("session.password")} busy={saving.isPending} />
      </form>
    </Section>
  );
}

function Everywhere({ typed }: { typed: boolean }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const leaving = useMutation({
    mutationFn: logout,
    onSuccess: () => navigate({ to: "/" }),
    onError: setError,
  });
  return (
    <Section title={t("account.sessions")} text={typed ? undefined : t("account.sessionsText")}>
      {error !== null && <Refusal error={error} />}
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
    </Section>
  );
}

function Section(props: { title: string; text?: string; children: ReactNode }) {
  return (
    <Panel title={props.title}>
      {props.text && <p className="-mt-2 mb-4 break-words text-ink-soft">{props.text}</p>}
      {props.children}
    </Panel>
  );
}

function Save({ of, busy }: { of: string; busy: boolean }) {
  const { t } = useLanguage();
  return (
    <div className="flex justify-end">
      <Button kind="primary" type="submit" busy={busy} aria-label={`${t("form.save")}: ${of}`}>
        {t(busy ? "form.saving" : "form.save")}
      </Button>
    </div>
  );
}

import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useLocation, useRouter } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { ConfigBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { secondFactorNeeded, useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Heading, Panel } from "../../design/Heading";
import { CodeStep } from "./CodeStep";
import { PasswordField } from "./PasswordField";
import { ProviderButtons } from "./ProviderButtons";
import { login } from "./signIn";

const route = getRouteApi("/login");
const WRONG = new Set(["wrong-password", "http-401"]);

export function LoginPage() {
  const { t } = useLanguage();
  const { next } = route.useSearch();
  const { hash } = useLocation();
  const router = useRouter();
  const user = useSession()?.user;
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState<"email" | "password" | null>(null);

  const [step, setStep] = useState<string | null>(null);
  /** Of whom the shop asks for a second factor sets it up first. What stands behind `#` is for the
   * page that follows. */
  const come = () =>
    secondFactorNeeded()
      ? router.navigate({ to: "/account/security", search: { next } })
      : router.history.push(hash ? `${next ?? "/"}#${hash}` : (next ?? "/"));

  const attempt = useMutation({
    mutationFn: () => login(email.current?.value.trim() ?? "", password.current?.value ?? ""),
    onSuccess: (wanted) => (wanted === null ? come() : setStep(wanted)),
    onError: () => password.current?.select(),
  });
  const wrong =
    attempt.isError &&
    (WRONG.has(asProblem(attempt.error).code) || asProblem(attempt.error).status === 401);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = !email.current?.value.trim()
      ? ("email" as const)
      : !password.current?.value
        ? ("password" as const)
        : null;
    setMissing(empty);
    if (empty) (empty === "email" ? email : password).current?.focus();
    else attempt.mutate();
  };

  if (step) return <CodeStep step={step} onDone={come} onBack={() => setStep(null)} />;
  return (
    <div className="page max-w-md pb-16">
      <Heading title={t("session.title")} text={t("session.guest")} />
      {user && <p className="mb-4">{t("session.already", { name: user.name || user.email })}</p>}
      <Panel>
        <form noValidate className="space-y-4" onSubmit={submit}>
          <Field
            ref={email}
            label={t("session.email")}
            type="email"
            name="email"
            autoComplete="username"
            error={missing === "email" ? t("account.fault.email") : null}
          />
          <PasswordField
            ref={password}
            label={t("session.password")}
            name="password"
            autoComplete="current-password"
            error={
              missing === "password"
                ? t("session.passwordMissing")
                : wrong
                  ? t("session.wrong")
                  : null
            }
          />
          <DemoAccounts
            onChoose={(account) => {
              if (email.current) email.current.value = account.email;
              if (password.current) password.current.value = account.password;
              setMissing(null);
            }}
          />
          {attempt.isError && !wrong && <Refusal error={attempt.error} />}
          <Button kind="primary" size="l" wide type="submit" busy={attempt.isPending}>
            {t(attempt.isPending ? "session.submitting" : "shell.login")}
          </Button>
        </form>
        {!user && <ProviderButtons next={next} />}
      </Panel>
      <p className="mt-4 text-center text-ink-soft">
        {t("account.noAccount")}{" "}
        <Link to="/signup" search={{ next }} className="text-accent underline underline-offset-4">
          {t("account.signUp")}
        </Link>
      </p>
      <p className="mt-2 text-center text-13">
        <Link to="/password/forgotten" className="text-accent underline underline-offset-4">
          {t("account.forgotten")}
        </Link>
      </p>
    </div>
  );
}

/** With --demo the shop tells whom one may be; one click fills the form in. */
function DemoAccounts(props: { onChoose: (account: ConfigBody["demoUsers"][number]) => void }) {
  const { t } = useLanguage();
  const accounts = useQuery(configQuery).data?.demoUsers ?? [];
  if (accounts.length === 0) return null;
  return (
    <div className="space-y-1">
      <p className="text-13 text-ink-soft">{t("session.demo")}</p>
      <div className="flex flex-wrap gap-2">
        {accounts.map((account) => (
          <Button key={account.email} size="s" onClick={() => props.onChoose(account)}>
            {account.email}
          </Button>
        ))}
      </div>
    </div>
  );
}

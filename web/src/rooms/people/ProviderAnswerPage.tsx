import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { newKey, post } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { LoggedInByProvider } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useSession } from "../../base/session";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { CodeStep } from "./CodeStep";
import { become } from "./signIn";

const route = getRouteApi("/login/$provider");

/** Where a login provider sends the browser back to: on into the shop, or why not. */
export function ProviderAnswerPage() {
  const { t } = useLanguage();
  const { provider } = route.useParams();
  const search = route.useSearch();
  const [said] = useState(() => search);
  const router = useRouter();
  const user = useSession()?.user;
  const config = useQuery(configQuery).data;
  const title = config?.loginProviders.find(({ name }) => name === provider)?.title ?? provider;
  const [error, setError] = useState<unknown>(null);
  const [waits, setWaits] = useState<{ step: string; next: string } | null>(null);
  const sent = useRef(false);
  useTitle(t("account.providers.with", { provider: title }));

  useEffect(() => {
    if (sent.current) return; // the answer is good for once
    sent.current = true;
    const asked = {
      state: said.state ?? "",
      code: said.code ?? "",
      error: said.error ?? "",
      deviceId: said.device_id ?? "",
    };
    post<LoggedInByProvider>(`/session/providers/${provider}/answer`, asked, newKey())
      .then(async (answer) => {
        if (answer.step) return setWaits({ step: answer.step, next: answer.next });
        await become();
        if (answer.connected) toast({ title: t("account.providers.connectedNow") });
        router.history.replace(answer.next);
      })
      .catch(setError);
  }, [provider, said, router, t]);

  if (waits) {
    return (
      <CodeStep
        step={waits.step}
        onDone={() => router.history.replace(waits.next)}
        onBack={() => router.history.replace("/login")}
      />
    );
  }
  return (
    <div className="page max-w-md pb-16">
      {error === null ? (
        <Skeleton className="my-8 h-64 w-full" />
      ) : (
        <Refused error={error} provider={title} member={Boolean(user)} />
      )}
    </div>
  );
}

function Refused(props: { error: unknown; provider: string; member: boolean }) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const { code, body } = asProblem(props.error);
  const { email } = body as { email?: string };
  const known = code === "login-email-has-account";
  return (
    <Blank
      heading
      icon="keys"
      title={known && email ? t("account.providers.hasAccount", { email }) : words(props.error)}
      hint={
        known
          ? t("account.providers.passwordOnce", { provider: props.provider })
          : code === "login-email-not-confirmed"
            ? t("account.providers.signUpFirst", { provider: props.provider })
            : code === "consent-missing"
              ? t("account.providers.consentFirst")
              : undefined
      }
      action={
        props.member ? (
          <ButtonLink kind="primary" to="/account">
            {t("account.title")}
          </ButtonLink>
        ) : (
          <>
            <ButtonLink kind="primary" to="/login">
              {t("shell.login")}
            </ButtonLink>
            {!known && <ButtonLink to="/signup">{t("account.signUp")}</ButtonLink>}
          </>
        )
      }
    />
  );
}

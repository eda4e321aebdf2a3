import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { remove } from "../../base/api/client";
import { answerQuery, configQuery, queryClient } from "../../base/api/queries";
import type { OwnProvider, OwnProviders as Shown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers } from "../../base/session";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { PasswordField } from "./PasswordField";
import { useProviderLogin } from "./ProviderButtons";

ownAnswers("own-providers");

const ownQuery = answerQuery<Shown>(["own-providers"], "/profile/login-providers");

/** Login providers that open the account, where the shop has any. */
export function OwnProviders() {
  const { t } = useLanguage();
  const offered = Boolean(useQuery(configQuery).data?.loginProviders.length);
  const query = useQuery({ ...ownQuery, enabled: offered });
  if (!offered) return null;
  return (
    <Panel title={t("account.providers.title")} text={t("account.providers.text")}>
      <Loaded query={query} loading={<SkeletonText lines={2} />}>
        {({ providers, hasPassword }) => (
          <>
            <ul className="divide-y divide-line rounded-m border border-line">
              {providers.map((one) => (
                <One key={one.name} provider={one} hasPassword={hasPassword} />
              ))}
            </ul>
            {!hasPassword && (
              <p className="mt-3 text-13 text-ink-soft">
                {t("account.providers.noPassword")}{" "}
                <Link to="/password/forgotten" className="text-accent underline underline-offset-4">
                  {t("account.providers.choosePassword")}
                </Link>
              </p>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function One({ provider, hasPassword }: { provider: OwnProvider; hasPassword: boolean }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const going = useProviderLogin();
  const leaving = useMutation({
    mutationFn: () => remove<Shown>(`/profile/login-providers/${provider.name}`),
    onSuccess: (left) => queryClient.setQueryData(ownQuery.queryKey, left),
  });
  const go = () =>
    going.mutate({
      provider: provider.name,
      next: "/account",
      currentPassword: password.current?.value ?? "",
    });
  const { title } = provider;
  return (
    <li className="space-y-3 p-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {title}
            {provider.connected && <Badge tone="free">{t("account.providers.connected")}</Badge>}
          </p>
          {provider.email && (
            <p className="text-13 text-ink-soft wrap-anywhere">{provider.email}</p>
          )}
        </div>
        {provider.connected ? (
          <Button
            size="s"
            kind="plain"
            busy={leaving.isPending}
            aria-label={t("account.providers.disconnectOne", { provider: title })}
            onClick={() => leaving.mutate()}
          >
            {t("account.providers.disconnect")}
          </Button>
        ) : (
          !asking && (
            <Button
              size="s"
              busy={going.isPending}
              aria-label={t("account.providers.connectOne", { provider: title })}
              onClick={() => (hasPassword ? setAsking(true) : go())}
            >
              {t("account.providers.connect")}
            </Button>
          )
        )}
      </div>
      {asking && !provider.connected && (
        <form
          noValidate
          className="space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            go();
          }}
        >
          <PasswordField
            ref={password}
            autoFocus
            label={t("account.currentPassword")}
            autoComplete="current-password"
          />
          <Button kind="primary" type="submit" busy={going.isPending || going.isSuccess}>
            {t("account.providers.connectOne", { provider: title })}
          </Button>
        </form>
      )}
      {going.isError && <Refusal error={going.error} />}
      {leaving.isError && <Refusal error={leaving.error} />}
    </li>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerQuery, queryClient } from "../../base/api/queries";
import type { OwnTokensShown, TokenMade } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers, useSession } from "../../base/session";
import { BackLink } from "../../design/BackLink";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { LoginFirst } from "../../design/LoginFirst";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { NewToken } from "./NewToken";
import { TokenList } from "./TokenList";
import { TokenOnce } from "./TokenOnce";

ownAnswers("own-tokens");

const query = answerQuery<OwnTokensShown>(["own-tokens"], "/profile/tokens");

/** One's own bearer tokens: made, seen, ended. */
export function OwnTokensPage() {
  const { t } = useLanguage();
  const session = useSession();
  const found = useQuery({ ...query, enabled: Boolean(session?.user) });
  const [made, setMade] = useState<string | null>(null);
  const keep = (shown: OwnTokensShown) => queryClient.setQueryData(query.queryKey, shown);
  if (session && !session.user)
    return <LoginFirst whole title={t("account.loginFirst")} hint={t("account.loginFirstHint")} />;
  return (
    <div className="page max-w-2xl pb-16">
      <BackLink to="/account">{t("account.title")}</BackLink>
      <Heading title={t("tokens.title")} text={t("tokens.text")} />
      <Loaded query={found} loading={<Skeleton className="h-80 w-full" />}>
        {(shown) => (
          <div className="space-y-6">
            {made && <TokenOnce token={made} onDone={() => setMade(null)} />}
            <Panel title={t("tokens.working")}>
              {shown.tokens.length === 0 ? (
                <p className="text-ink-soft">{t("tokens.none")}</p>
              ) : (
                <TokenList<OwnTokensShown>
                  tokens={shown.tokens}
                  path={(id) => `/profile/tokens/${id}`}
                  onEnded={keep}
                />
              )}
            </Panel>
            {shown.tokens.length >= shown.most ? (
              <Notice silent title={t("tokens.enough", { count: shown.most })} />
            ) : (
              !made && (
                <NewToken
                  roles={session?.roles ?? []}
                  shown={shown}
                  onMade={(answer: TokenMade) => {
                    keep({ ...shown, tokens: answer.tokens });
                    setMade(answer.token);
                  }}
                />
              )
            )}
          </div>
        )}
      </Loaded>
    </div>
  );
}

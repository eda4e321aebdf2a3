import type { ReactNode } from "react";
import { asProblem } from "../../base/api/problem";
import type { LinkShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useSession } from "../../base/session";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Skeleton } from "../../design/Skeleton";
import { useOneTimeLink } from "./link";

interface Props {
  purpose: LinkShown["purpose"];
  /** What to do without a link that works. */
  hint: string;
  children: (token: string, link: LinkShown) => ReactNode;
}

/** What is behind a one-time link, or why the link does not work. */
export function LinkGate({ purpose, hint, children }: Props) {
  const { t } = useLanguage();
  const words = useProblemWords();
  const { token, query } = useOneTimeLink();
  const known = Boolean(useSession()?.user);
  if (token !== "" && query.isPending) return <Skeleton className="my-8 h-96 w-full" />;
  if (query.data?.purpose === purpose) return children(token, query.data);
  const passing = query.isError && asProblem(query.error).passing;
  return (
    <Blank
      heading
      icon="keys"
      title={query.isError ? words(query.error) : t("account.link.missing")}
      hint={hint}
      action={
        passing ? (
          <Button onClick={() => void query.refetch()}>{t("problem.again")}</Button>
        ) : (
          <ButtonLink kind="primary" to={known ? "/account" : "/login"}>
            {t(known ? "account.title" : "shell.login")}
          </ButtonLink>
        )
      }
    />
  );
}

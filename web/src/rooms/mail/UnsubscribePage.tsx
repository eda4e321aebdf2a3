import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { MailLinkShown, MailLinkWantedAsked } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { LanguageSelect } from "../../design/LanguageSelect";
import { Skeleton } from "../../design/Skeleton";
import { useMailKind } from "./kinds";

/** Get no more of a kind of mail, by the link in one of them. Opening it changes nothing: programs
 * that look at links open them too. */
export function UnsubscribePage() {
  const { t } = useLanguage();
  const words = useProblemWords();
  const { hash } = useLocation();
  const [link] = useState(hash);
  useTitle(t("mail.unsubscribe"));
  const key = ["mail-link", link];
  const query = useQuery({
    queryKey: key,
    queryFn: () => post<MailLinkShown>("/mail-links/check", { link }, newKey()),
    enabled: link !== "",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (link !== "" && query.isPending) return <Skeleton className="my-8 h-64 w-full" />;
  if (query.data)
    return (
      <Wanted
        link={link}
        known={query.data}
        onChange={(now) => queryClient.setQueryData(key, now)}
      />
    );
  return (
    <Blank
      heading
      icon="alert"
      title={query.isError ? words(query.error) : t("mail.noLink")}
      hint={t("mail.noLinkHint")}
      action={<ButtonLink to="/account">{t("account.title")}</ButtonLink>}
    />
  );
}

interface Props {
  link: string;
  known: MailLinkShown;
  onChange: (now: MailLinkShown) => void;
}

function Wanted({ link, known, onChange }: Props) {
  const { t } = useLanguage();
  const kind = useMailKind()(known.kind);
  const sending = useMutation({
    mutationFn: (asked: Omit<MailLinkWantedAsked, "link">) =>
      post<MailLinkShown>("/mail-links", { link, ...asked }, newKey()),
    onSuccess: onChange,
  });
  return (
    <div className="page max-w-md pb-16" aria-live="polite">
      <Blank
        heading
        icon={known.wanted ? "bell" : "check"}
        title={t(known.wanted ? "mail.stop" : "mail.stopped", { kind })}
        hint={t(known.wanted ? "mail.stopHint" : "mail.stoppedHint")}
        action={
          <Button
            kind={known.wanted ? "primary" : undefined}
            busy={sending.isPending}
            onClick={() => sending.mutate({ wanted: !known.wanted })}
          >
            {t(known.wanted ? "mail.doStop" : "mail.again")}
          </Button>
        }
      />
      {known.locale && (
        <div className="flex justify-center">
          <LanguageSelect
            label={t("mail.language")}
            value={known.locale}
            disabled={sending.isPending}
            onChoose={(locale) => sending.mutate({ wanted: true, locale })}
          />
        </div>
      )}
      {sending.isError && <Refusal error={sending.error} />}
    </div>
  );
}

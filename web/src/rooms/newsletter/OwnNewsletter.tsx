import { useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { OwnNewsletterAsked, OwnNewsletter as Shown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useShopName, useUses } from "../../base/shop";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Check } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { LanguageSelect } from "../../design/LanguageSelect";
import { toast } from "../../design/Toasts";
import { ownNewsletter } from "./queries";

/** Whether the newsletter goes to the address of one's account. Who gets it can leave, though nobody is
 * asked any more. */
export function OwnNewsletter({ email }: { email: string }) {
  const { t } = useLanguage();
  const shop = useShopName();
  const on = useUses()?.newsletter === true;
  const { data } = useQuery(ownNewsletter);
  if (!data || (!on && !data.subscribed)) return null;
  return (
    <Panel title={t("newsletter.page")} text={t("newsletter.ownText", { shop })}>
      <Wanted email={email} known={data} />
    </Panel>
  );
}

function Wanted({ email, known: { subscribed, locale: spoken } }: { email: string; known: Shown }) {
  const { t, locale } = useLanguage();
  const saving = useMutation({
    mutationFn: (asked: OwnNewsletterAsked) => put<Shown>("/newsletter/own", asked),
    onSuccess: (now) => {
      queryClient.setQueryData(ownNewsletter.queryKey, now);
      if (now.subscribed === null) toast({ title: t("newsletter.onItsWay", { email }) });
    },
  });
  return (
    <div className="space-y-3">
      {subscribed === null ? (
        <>
          <p className="text-13 text-ink-soft">{t("newsletter.unconfirmed")}</p>
          <Button
            size="s"
            busy={saving.isPending}
            onClick={() => saving.mutate({ subscribed: true, locale })}
          >
            {t("newsletter.ask")}
          </Button>
        </>
      ) : (
        <Check
          label={t("newsletter.own", { email })}
          checked={saving.isPending ? saving.variables.subscribed : subscribed}
          disabled={saving.isPending}
          onChange={({ target }) => saving.mutate({ subscribed: target.checked, locale })}
        />
      )}
      {subscribed && spoken && (
        <LanguageSelect
          label={t("newsletter.language")}
          value={saving.isPending ? (saving.variables.locale ?? spoken) : spoken}
          disabled={saving.isPending}
          onChoose={(wanted) => saving.mutate({ subscribed: true, locale: wanted })}
        />
      )}
      {saving.isError && <Refusal error={saving.error} />}
    </div>
  );
}

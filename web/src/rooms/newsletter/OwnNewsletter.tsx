import { useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { OwnNewsletter as Shown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useShopName, useUses } from "../../base/shop";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Check } from "../../design/Field";
import { Panel } from "../../design/Heading";
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
      <Wanted email={email} subscribed={data.subscribed} />
    </Panel>
  );
}

function Wanted({ email, subscribed }: { email: string; subscribed: boolean | null }) {
  const { t, locale } = useLanguage();
  const saving = useMutation({
    mutationFn: (wanted: boolean) => put<Shown>("/newsletter/own", { subscribed: wanted, locale }),
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
          <Button size="s" busy={saving.isPending} onClick={() => saving.mutate(true)}>
            {t("newsletter.ask")}
          </Button>
        </>
      ) : (
        <Check
          label={t("newsletter.own", { email })}
          checked={saving.isPending ? saving.variables : subscribed}
          disabled={saving.isPending}
          onChange={({ target }) => saving.mutate(target.checked)}
        />
      )}
      {saving.isError && <Refusal error={saving.error} />}
    </div>
  );
}

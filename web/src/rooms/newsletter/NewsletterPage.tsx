import { useMutation } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { NewsletterConfirmed } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useShopName, useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { ownNewsletter } from "./queries";

/** Confirm, by the link in a mail, that one wants the newsletter. Opening it changes nothing: programs
 * that look at links open them too. */
export function NewsletterPage() {
  const { t } = useLanguage();
  const shop = useShopName();
  const { hash } = useLocation();
  const [link] = useState(hash);
  useTitle(t("newsletter.page"));
  const sending = useMutation({
    mutationFn: () => post<NewsletterConfirmed>("/newsletter/confirmations", { link }, newKey()),
    onSuccess: () => renew(ownNewsletter.queryKey),
  });
  const toShop = (
    <ButtonLink to="/" kind="primary">
      {t("newsletter.toShop")}
    </ButtonLink>
  );
  if (!link) {
    return (
      <Blank
        heading
        icon="alert"
        title={t("newsletter.noLink")}
        hint={t("newsletter.noLinkHint")}
      />
    );
  }
  return (
    <div className="page max-w-md pb-16" aria-live="polite">
      {sending.data ? (
        <Blank
          heading
          icon="check"
          title={t("newsletter.confirmed", { shop })}
          hint={t("newsletter.confirmedHint", { email: sending.data.email })}
          action={toShop}
        />
      ) : (
        <Blank
          heading
          icon="bell"
          title={t("newsletter.confirm", { shop })}
          hint={t("newsletter.confirmHint")}
          action={
            <Button kind="primary" busy={sending.isPending} onClick={() => sending.mutate()}>
              {t("newsletter.doConfirm")}
            </Button>
          }
        />
      )}
      {sending.isError && <Refusal error={sending.error} />}
    </div>
  );
}

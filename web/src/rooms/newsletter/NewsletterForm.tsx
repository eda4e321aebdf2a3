import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { newKey, post } from "../../base/api/client";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { useShopName, useUses } from "../../base/shop";
import { Button } from "../../design/Button";
import { OneFieldForm } from "../../design/OneFieldForm";
import { ownNewsletter } from "./queries";

/** Under every page: ask for the shop's newsletter. Who gets it already is not asked. */
export function NewsletterForm() {
  const session = useSession();
  const user = session?.typedUserId ? null : session?.user;
  const on = useUses()?.newsletter === true;
  const own = useQuery({ ...ownNewsletter, enabled: on && Boolean(user) });
  if (!on || !session || (user && !own.data) || own.data?.subscribed) return null;
  return <AskForIt key={user?.id} email={user?.email ?? ""} />;
}

function AskForIt({ email }: { email: string }) {
  const { t, locale } = useLanguage();
  const shop = useShopName();
  const id = useId();
  const [asked, setAsked] = useState("");
  return (
    <section aria-labelledby={id} className="page max-w-md space-y-3 pt-6" data-testid="newsletter">
      <p id={id} className="text-15 font-medium">
        {t("newsletter.title", { shop })}
      </p>
      <div aria-live="polite">
        {asked && (
          <p className="text-13 text-ink-soft wrap-anywhere">
            {t("newsletter.onItsWay", { email: asked })}
          </p>
        )}
      </div>
      {!asked && (
        <OneFieldForm
          name="email"
          first={email}
          label={t("newsletter.email")}
          hint={t("newsletter.hint")}
          type="email"
          autoComplete="email"
          required
          maxLength={254}
          send={async (typed) => {
            await post("/newsletter/subscriptions", { email: typed, locale }, newKey());
            return typed;
          }}
          onSent={setAsked}
          end={(busy) => (
            <Button type="submit" size="s" busy={busy}>
              {t("newsletter.ask")}
            </Button>
          )}
        />
      )}
    </section>
  );
}

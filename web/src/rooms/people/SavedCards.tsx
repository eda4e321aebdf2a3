import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post, remove } from "../../base/api/client";
import { configQuery, renew } from "../../base/api/queries";
import type { CardShown, NewCardAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers } from "../../base/session";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { useEvery } from "../repeats/every";
import { keptCards, renewRepeats } from "../repeats/queries";

ownAnswers("cards");

/** Cards that a payment provider keeps for its buyer, where one does. */
export function SavedCards() {
  const { t } = useLanguage();
  const providers = useQuery(configQuery).data?.providers ?? [];
  const keepers = providers.filter((one) => one.keepsCards);
  const query = useQuery({ ...keptCards, enabled: keepers.length > 0 });
  if (keepers.length === 0) return null;
  return (
    <Panel title={t("account.cards")} text={t("account.cardsText")}>
      <Loaded query={query} loading={<SkeletonText lines={2} />}>
        {({ cards }) => (
          <>
            {cards.length === 0 ? (
              <p className="mb-4">{t("account.noCards")}</p>
            ) : (
              <ul className="mb-4 divide-y divide-line rounded-m border border-line">
                {cards.map((one) => (
                  <Kept key={one.id} card={one} />
                ))}
              </ul>
            )}
            <div className="flex flex-wrap gap-2">
              {keepers.map(({ name, title }) => (
                <Add key={name} provider={name} at={keepers.length > 1 ? title || name : ""} />
              ))}
            </div>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Kept({ card }: { card: CardShown }) {
  const { t } = useLanguage();
  const named = t("account.card", { brand: brandOf(card), digits: card.lastDigits });
  const removing = useMutation({
    mutationFn: () => remove<void>(`/cards/${card.id}`),
    onSuccess: async () => {
      await Promise.all([renew(keptCards.queryKey), renewRepeats()]);
    },
  });
  const everyIn = useEvery();
  const [asking, setAsking] = useState(false);
  const every = card.repeatOrders.map((one) => everyIn(one.every)).join(", ");
  return (
    <li className="p-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="tabular font-medium">{named}</p>
          <p className="tabular text-13 text-ink-soft">
            {t("account.cardUntil", {
              month: String(card.expiresMonth).padStart(2, "0"),
              year: String(card.expiresYear),
            })}
          </p>
          {every && <p className="text-13 text-ink-soft">{t("account.cardPays", { every })}</p>}
        </div>
        <Button
          size="s"
          kind="plain"
          busy={removing.isPending}
          aria-label={`${t("form.remove")}: ${named}`}
          onClick={() => (every ? setAsking(true) : removing.mutate())}
        >
          {t("form.remove")}
        </Button>
      </div>
      {removing.isError && <Refusal error={removing.error} />}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("account.cardOffTitle")}
        text={t("account.cardOffText", { every })}
      >
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{t("repeats.keep")}</Button>
          <Button
            kind="danger"
            busy={removing.isPending}
            onClick={() => removing.mutate(undefined, { onSettled: () => setAsking(false) })}
          >
            {t("form.remove")}
          </Button>
        </div>
      </Dialog>
    </li>
  );
}

/** On the provider's page, from which one comes back here; `at` is its name where several keep cards. */
function Add({ provider, at }: { provider: string; at: string }) {
  const { t } = useLanguage();
  const adding = useMutation({
    mutationFn: () => post<NewCardAnswer>("/cards", { provider }, newKey()),
    onSuccess: ({ redirectUrl }) => window.location.assign(redirectUrl),
  });
  return (
    <div>
      {adding.isError && <Refusal error={adding.error} />}
      <Button icon="plus" busy={adding.isPending} onClick={() => adding.mutate()}>
        {t("account.addCard")}
        {at && ` (${at})`}
      </Button>
    </div>
  );
}

const brandOf = ({ brand }: CardShown) => brand.charAt(0).toUpperCase() + brand.slice(1);

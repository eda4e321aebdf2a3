import type { OrderShown } from "../../base/api/schema";
import { spanText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Check } from "../../design/Field";
import { Notice } from "../../design/Notice";
import { MixChoice } from "../mix/MixChoice";
import { CodeAtTill } from "./CodeAtTill";
import { type HowPaid, useWayItems, WALLET } from "./howPaid";
import { KeptCards } from "./KeptCards";
import { WalletPanel } from "./WalletPanel";

interface Props {
  order: OrderShown;
  reservationId: string;
  how: HowPaid;
}

/** What of one's own pays first, and how the rest is paid. */
export function PayPanel({ order, reservationId, how }: Props) {
  const { t, formats } = useLanguage();
  const items = useWayItems(how);
  const { provider, way, wallet, rest, sources } = how;
  if (how.loaded && !provider && !how.member) {
    return (
      <Notice title={t("problem.not-selling")}>
        <p>{t("checkout.noProviderHint")}</p>
      </Notice>
    );
  }
  const alone = items.length === 1 && provider?.kind === "manual";
  const time = spanText(provider?.holdSeconds ?? 0, formats.locale);
  return (
    <div className="space-y-5">
      {!wallet && sources.length > 0 && (
        <MixChoice
          sources={sources}
          currency={order.currency}
          chosen={how.picked}
          onChange={how.pick}
        />
      )}
      {!wallet && how.byCode && <CodeAtTill reservationId={reservationId} onFound={how.found} />}
      {!wallet && how.ownLater && (
        <p className="text-13 text-ink-soft">{t("checkout.codeLater")}</p>
      )}
      {rest === 0 ? null : alone ? (
        <div className="space-y-1">
          <h3 className="font-semibold">{provider.title || t(`paying.manual.${how.held}`)}</h3>
          <p>{t(`paying.manualHint.${how.held}`, { time })}</p>
        </div>
      ) : (
        <div className="space-y-2">
          <Choice
            look="rows"
            legend={t("orderPage.way")}
            value={wallet ? WALLET : way?.value}
            onChange={how.choose}
            items={items}
          />
          {provider?.kind === "demo" && !wallet && (
            <p className="text-13 text-ink-soft">{t("checkout.demoWays")}</p>
          )}
        </div>
      )}
      {how.byHand && provider?.instructions && (
        <p className="whitespace-pre-line text-ink-soft">{provider.instructions}</p>
      )}
      {wallet && <WalletPanel order={order} />}
      {how.card.cards.length > 0 && <KeptCards card={how.card} />}
      {how.mayCharge && (
        <div>
          <Check
            label={t("paying.chargeLater")}
            aria-describedby="charge-later"
            checked={how.charge}
            onChange={(event) => how.setCharge(event.target.checked)}
          />
          <p id="charge-later" className="text-13 text-ink-soft">
            {t("paying.chargeLaterHint")}
          </p>
        </div>
      )}
      {how.mayKeep && (
        <div>
          <Check
            label={t("paying.saveCard")}
            aria-describedby="save-card"
            checked={how.wish}
            onChange={(event) => how.setWish(event.target.checked)}
          />
          <p id="save-card" className="text-13 text-ink-soft">
            {t("paying.saveCardHint")}
          </p>
        </div>
      )}
    </div>
  );
}

import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

type Offer = NonNullable<OrderShown["offers"]>[number];

/** What an offer of the shop's is called, with its kind. */
export function useOfferName() {
  const { t } = useLanguage();
  return ({ kind, name }: Offer) => t(`orderPage.offer.${kind}`, { name });
}

/** The shop's offers that the order is of. */
export function Offers({ offers }: { offers: readonly Offer[] }) {
  const named = useOfferName();
  return (
    <ul>
      {offers.map((one) => (
        <li key={one.id} className="wrap-anywhere">
          {named(one)}
        </li>
      ))}
    </ul>
  );
}

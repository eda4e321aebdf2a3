import { Link } from "@tanstack/react-router";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useOfferName } from "../../rooms/orders/Offers";

type Offer = NonNullable<StaffOrderAnswer["order"]["offers"]>[number];

/** The shop's offers that an order is of, each with the way to it. */
export function OrderOffers({ offers }: { offers: readonly Offer[] }) {
  const { t } = useLanguage();
  return (
    <div className="mt-3 border-t border-line pt-3" data-testid="offers">
      <p className="text-13 text-ink-soft">{t("orderPage.offers")}</p>
      <ul>
        {offers.map((one) => (
          <li key={one.id} className="wrap-anywhere">
            <ToOffer offer={one} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ToOffer({ offer }: { offer: Offer }) {
  const named = useOfferName();
  const { id, kind } = offer;
  const looks = { className: "text-accent hover:underline", children: named(offer) };
  switch (kind) {
    case "flash-sale":
      return <Link to="/staff/flash-sales/$saleId" params={{ saleId: id }} {...looks} />;
    case "package":
      return <Link to="/staff/packages/$packageId" params={{ packageId: id }} {...looks} />;
    case "campaign":
      return <Link to="/staff/campaigns" {...looks} />;
    case "promotion":
      return <Link to="/staff/promotions" {...looks} />;
  }
}

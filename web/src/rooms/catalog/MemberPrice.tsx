import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { hintQuery } from "./hint";

interface Props {
  productId: string;
  variantId: string;
}

/** What one of it costs whoever is logged in, where the shop sells to a group of theirs on other terms.
 * The page itself is the same for everybody. */
export function MemberPrice(props: Props) {
  const { t, locale, formats } = useLanguage();
  const charges = useQuery(configQuery).data?.uses.charges ?? false;
  const session = useSession();
  const known = session !== undefined && !session.guest;
  const { data } = useQuery({
    ...hintQuery({ ...props, quantity: 1 }, locale),
    enabled: charges && known,
  });
  if (!known || !data || data.memberOffers.length === 0) return null;
  const names = data.memberOffers.map(({ name }) => name).join(", ");
  return (
    <p data-testid="member-price" className="flex flex-wrap items-baseline gap-x-2">
      {data.discount > 0 && (
        <span className="font-semibold tabular text-accent">
          {t("product.memberPrice", {
            price: formats.price(data.subtotal - data.discount, data.currency),
          })}
        </span>
      )}
      <span className="text-13 text-ink-soft wrap-anywhere">{names}</span>
    </p>
  );
}

import { useMutation } from "@tanstack/react-query";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { type Again, orderAgain } from "./reorder";

/** The same goods once more: what can be had goes into the cart, and the rest is said. */
export function OrderAgain({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const again = useMutation({ mutationFn: () => orderAgain(order) });
  if (order.items.length === 0 || order.status === "pending") return null;
  return (
    <div className="mt-6 space-y-3">
      <Button busy={again.isPending} online onClick={() => again.mutate()}>
        {t("orderAgain.do")}
      </Button>
      {again.isError && <Refusal error={again.error} />}
      {again.data && <Said found={again.data} currency={order.currency} />}
    </div>
  );
}

function Said({ found, currency }: { found: Again[]; currency: string }) {
  const { t, formats } = useLanguage();
  const some = found.some(({ added }) => added > 0);
  const short = found.filter(({ item, added }) => added < item.quantity);
  const dearer = found.filter(({ price }) => price !== undefined);
  return (
    <Notice
      tone={some ? "free" : "held"}
      title={t(
        some ? (short.length > 0 ? "orderAgain.some" : "orderAgain.all") : "orderAgain.none",
      )}
      testId="order-again"
      actions={
        some && (
          <ButtonLink kind="primary" size="s" to="/cart">
            {t("checkout.toCart")}
          </ButtonLink>
        )
      }
    >
      {(short.length > 0 || dearer.length > 0) && (
        <ul className="space-y-0.5">
          {short.map(({ item, added }) => (
            <li key={`short ${item.variantId}`}>
              {t(added > 0 ? "orderAgain.fewer" : "orderAgain.gone", {
                name: item.productName,
                count: added,
                all: item.quantity,
              })}
            </li>
          ))}
          {dearer.map(({ item, price = 0 }) => (
            <li key={`price ${item.variantId}`}>
              {t("orderAgain.price", {
                name: item.productName,
                price: formats.price(price, currency),
                before: formats.price(item.price, currency),
              })}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

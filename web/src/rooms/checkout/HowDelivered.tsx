import { useMutation } from "@tanstack/react-query";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { costOf, useWayWords } from "../cart/ways";
import { changeDelivery } from "../orders/change";
import { useWays } from "./delivery";
import { chosenAtTill } from "./enter";
import { PRICING } from "./paying";
import { wishPrice } from "./price";

/** How the goods come to their buyer, each way with its price and when it arrives. */
export function HowDelivered({ order }: { order: OrderShown }) {
  const { t, formats } = useLanguage();
  const ways = useWays(order);
  const words = useWayWords();
  const change = useMutation({
    mutationKey: PRICING,
    mutationFn: (shippingMethod: string) => changeDelivery(order.id, { shippingMethod }),
    onSuccess: (changed) => {
      wishPrice({ method: changed.shippingMethod });
      chosenAtTill(changed);
    },
  });
  const said = (each: (typeof ways)[number]) => {
    const cost = costOf(each, order.subtotal);
    return [cost === 0 ? t("price.free") : formats.price(cost, order.currency), words(each)]
      .filter(Boolean)
      .join(" · ");
  };
  const only = ways.find(({ id }) => id === order.shippingMethod);
  if (ways.length < 2 || order.due != null || order.deliveryFixed)
    return only ? (
      <Panel title={t("price.delivery")}>
        <p className="font-medium">{only.name}</p>
        <p className="text-13 text-ink-soft">{said(only)}</p>
      </Panel>
    ) : null;
  return (
    <Panel>
      <fieldset disabled={change.isPending} className="min-w-0">
        <legend className="sr-only">{t("price.delivery")}</legend>
        <Choice
          legend={t("price.delivery")}
          look="rows"
          value={(change.isPending ? change.variables : order.shippingMethod) ?? undefined}
          onChange={(method) => change.mutate(method)}
          items={ways.map((each) => ({
            value: each.id,
            label: each.name,
            hint: said(each),
          }))}
        />
      </fieldset>
      {change.isError && (
        <div className="mt-3">
          <Refusal error={change.error} />
        </div>
      )}
    </Panel>
  );
}

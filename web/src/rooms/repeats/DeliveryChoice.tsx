import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { AddressBody, RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { costOf, useWayWords } from "../cart/ways";
import { type Line, repeatedPrice } from "./queries";

interface Props {
  one: RepeatBody;
  items: Line[];
  to: AddressBody | null;
  value: string | null;
  onChange: (method: string | null) => void;
}

/** How it is delivered, where there is more than one way for these goods. */
export function DeliveryChoice({ one, items, to, value, onChange }: Props) {
  const { t, formats } = useLanguage();
  const words = useWayWords();
  const { data } = useQuery({
    ...repeatedPrice(items, null, to),
    placeholderData: keepPreviousData,
  });
  const ways = data?.shippingMethods ?? [];
  if (!data || ways.length === 0) return null;
  if (ways.length === 1 && ways[0]?.id === one.shippingMethod) return null;
  const nameOf = (id: string) => {
    const way = ways.find((each) => each.id === id);
    if (!way) return id;
    const cost = costOf(way, data.subtotal);
    const price = cost === 0 ? t("price.free") : formats.price(cost, data.currency);
    return [way.name, price, way.pickup || words(way)].filter(Boolean).join(" · ");
  };
  const known = ways.some(({ id }) => id === one.shippingMethod);
  return (
    <Select
      label={t("repeats.delivery")}
      items={ways.map(({ id }) => id)}
      nameOf={nameOf}
      none={known ? undefined : "—"}
      value={value ?? (known ? one.shippingMethod : null)}
      onChoose={(id) => onChange(id ?? null)}
    />
  );
}

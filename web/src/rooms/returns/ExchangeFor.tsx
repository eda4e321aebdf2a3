import { useQuery } from "@tanstack/react-query";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { dearerBy } from "./difference";
import { variantsQuery } from "./queries";

interface Props {
  item: OrderShown["items"][number];
  currency: string;
  quantity: number;
  chosen: string | undefined;
  onChoose: (variantId: string | undefined) => void;
}

/** Which variant is wanted in place of these pieces: those there are enough of. */
export function ExchangeFor({ item, currency, quantity, chosen, onChoose }: Props) {
  const { t, locale, formats } = useLanguage();
  const { data } = useQuery(variantsQuery(item.productId, locale));
  if (!data) return null;
  const possible = data.filter(({ id, stock }) => id === chosen || stock >= quantity);
  if (possible.length === 0) return null;
  const nameOf = (id: string) => {
    const one = possible.find((each) => each.id === id);
    const options = Object.values(one?.options ?? {}).join(" · ");
    if (id === item.variantId || !options) return t("return.sameAgain");
    const more = dearerBy(data, item, id);
    if (more === 0) return options;
    if (more > 0) return t("return.dearer", { name: options, more: formats.price(more, currency) });
    return t("return.cheaper", { name: options, less: formats.price(-more, currency) });
  };
  return (
    <Select
      label={t("return.instead", { name: item.productName })}
      hint={chosen ? t("return.insteadHint") : undefined}
      none={t("return.insteadMoney")}
      items={possible.map(({ id }) => id)}
      nameOf={nameOf}
      value={chosen ?? null}
      onChoose={(id) => onChoose(id ?? undefined)}
    />
  );
}

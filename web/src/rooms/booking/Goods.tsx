import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProductBody, ServiceBody, VariantBody } from "../../base/api/schema";
import { costOf } from "../../base/cost";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Select } from "../../design/Field";
import { Picture } from "../../design/Picture";
import { Stepper } from "../../design/Stepper";
import { SupplyWords } from "../../design/SupplyWords";
import { useWatch } from "../../live/channel";
import { amongQuery } from "../stock/among";
import { liveStock, useVariantSupply } from "../stock/live";

/** Goods that are held and paid with the session, and handed over there. */
export interface Beside {
  productId: string;
  variantId: string;
  quantity: number;
  /** Of one. */
  price: number;
}

export const costOfGoods = (goods: readonly Beside[]) =>
  goods.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

interface Props {
  service: ServiceBody;
  goods: Beside[];
  onChange: (goods: Beside[]) => void;
}

/** What the shop has to go with the session, with what is left of it now. */
export function Goods({ service, goods, onChange }: Props) {
  const { t, locale } = useLanguage();
  const { data = [] } = useQuery({
    ...amongQuery(service.goods, locale),
    enabled: service.goods.length > 0,
  });
  const offered = data.filter(({ currency }) => currency === service.currency);
  useWatch(
    liveStock,
    offered.map(({ id }) => id),
  );
  if (offered.length === 0) return null;
  return (
    <section aria-label={t("book.goods")} data-testid="goods">
      <h2 className="text-13 font-medium text-ink-soft">{t("book.goods")}</h2>
      <ul className="divide-y divide-line">
        {offered.map((product) => (
          <Row
            key={product.id}
            product={product}
            chosen={goods.find(({ productId }) => productId === product.id)}
            onChoose={(next) => {
              const others = goods.filter(({ productId }) => productId !== product.id);
              onChange(next ? [...others, next] : others);
            }}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  product: ProductBody;
  chosen?: Beside;
  onChoose: (chosen: Beside | undefined) => void;
}

const named = ({ options }: VariantBody) => Object.values(options).filter(Boolean).join(", ");

function Row({ product, chosen, onChoose }: RowProps) {
  const { t, formats } = useLanguage();
  const { variants } = product;
  const [wanted, setWanted] = useState(
    () => (variants.find(({ stock }) => stock > 0) ?? variants[0])?.id,
  );
  const variant = variants.find(({ id }) => id === wanted);
  const supply = useVariantSupply(wanted);
  if (!variant) return null;
  const stock = supply?.stock ?? variant.stock;
  const price = costOf(variant);
  const take = (quantity: number, one = variant) =>
    onChoose({ productId: product.id, variantId: one.id, quantity, price: costOf(one) });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3" data-goods={product.handle}>
      <div className="w-14 shrink-0">
        <Picture of={product.images[0]} alt="" dimmed={stock === 0} sizes="7rem" />
      </div>
      <div className="min-w-0 grow basis-40">
        <p className="font-medium wrap-anywhere">{product.name}</p>
        <p className="tabular text-ink-soft">{formats.price(price, product.currency)}</p>
        <SupplyWords stock={stock} held={supply?.held ?? variant.held} />
      </div>
      {variants.length > 1 && (
        <Select
          dense
          bare
          label={t("book.goodsKind", { name: product.name })}
          className="w-40"
          value={wanted}
          items={variants.map(({ id }) => id)}
          nameOf={(id) => named(variants.find((one) => one.id === id) ?? variant)}
          onChoose={(id) => {
            const next = variants.find((one) => one.id === id);
            setWanted(next?.id);
            if (chosen && next) take(1, next);
          }}
        />
      )}
      {chosen ? (
        <div className="flex items-center gap-2">
          <Stepper
            label={t("book.goodsCount", { name: product.name })}
            value={chosen.quantity}
            most={Math.max(stock, 1)}
            short={chosen.quantity > stock}
            onChange={(quantity) => take(quantity)}
          />
          <Button
            size="s"
            kind="plain"
            aria-label={t("form.removeNamed", { name: product.name })}
            onClick={() => onChoose(undefined)}
          >
            {t("book.goodsRemove")}
          </Button>
        </div>
      ) : (
        <Button
          size="s"
          icon="plus"
          disabled={stock === 0}
          aria-label={t("book.goodsAddNamed", { name: product.name })}
          onClick={() => take(1)}
        >
          {t("form.add")}
        </Button>
      )}
    </li>
  );
}

import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { insist, newKey } from "../api/client";
import type { Check, Product, Variant } from "../api/types";
import { add } from "../cart/cart";
import { changeCart, readCart } from "../cart/store";
import { useHold, useYours } from "../checkout/hold";
import { Button, ButtonLink } from "../components/Button";
import { Refusal } from "../components/Failure";
import { Icon } from "../components/Icon";
import { Notice } from "../components/Notice";
import { Stepper } from "../components/Stepper";
import { SupplyBar } from "../components/SupplyBar";
import { SupplyWords } from "../components/SupplyWords";
import { useLink, useVariantSupply, useWatch } from "../live/hooks";
import { useLoss } from "./loss";
import { NoneFree } from "./NoneFree";
import { pictureOf } from "./variants";

interface Props {
  product: Product;
  variant: Variant;
  onChoose: (variantId: string) => void;
}

/** How much there is, live, and the way to have it. */
export function BuyBox({ product, variant, onChoose }: Props) {
  useWatch([product.id]);
  const supply = useVariantSupply(variant.id) ?? { ...variant, peak: variant.stock + variant.held };
  const yours = useYours([variant.id]);
  const lost = useLoss(variant.id, supply.stock, yours);
  const [quantity, setQuantity] = useState(1);
  const { link } = useLink();

  return (
    <section className="flex flex-col gap-5">
      <div className="space-y-2">
        <SupplyBar {...supply} yours={yours} thick dimmed={link === "offline"} />
        <p>
          <SupplyWords {...supply} yours={yours} full dimmed={link === "offline"} />
        </p>
      </div>
      {yours > 0 && <YourHold />}
      {supply.stock > 0 ? (
        <Buy
          key={variant.id}
          product={product}
          variant={variant}
          stock={supply.stock}
          quantity={quantity}
          setQuantity={setQuantity}
        />
      ) : (
        <NoneFree
          product={product}
          variant={variant}
          heldByOthers={supply.held - yours}
          lost={lost}
          onChoose={onChoose}
        />
      )}
    </section>
  );
}

function YourHold() {
  const { t } = useTranslation();
  const hold = useHold();
  if (!hold) return null;
  return (
    <Notice
      title={t("cart.openHold")}
      actions={
        <ButtonLink
          kind="primary"
          size="s"
          to="/checkout/$orderId"
          params={{ orderId: hold.orderId }}
        >
          {t("cart.resume")}
        </ButtonLink>
      }
    >
      <p>{t("cart.openHoldText", { number: hold.number })}</p>
    </Notice>
  );
}

interface BuyProps extends Omit<Props, "onChoose"> {
  stock: number;
  quantity: number;
  setQuantity: (quantity: number) => void;
}

function Buy({ product, variant, stock, quantity, setQuantity }: BuyProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const inCart = readCart().find((line) => line.variantId === variant.id)?.quantity ?? 0;
  const check = useMutation({
    mutationFn: async () => {
      const wanted = {
        variantId: variant.id,
        options: variant.options,
        quantity: inCart + quantity,
      };
      const path = `/products/${product.id}/check`;
      return insist<Check>(path, wanted, newKey());
    },
    onSuccess: ({ available }) => {
      if (available) changeCart((cart) => add(cart, lineOf(product, variant, quantity)));
    },
  });
  const buyNow = async () => {
    const { available } = await check.mutateAsync();
    if (available) await navigate({ to: "/checkout" });
  };
  const fewer = check.data && !check.data.available ? check.data.stock : null;

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Stepper
          value={quantity}
          onChange={(next) => {
            check.reset();
            setQuantity(next);
          }}
          label={t("product.quantity")}
          short={quantity > stock}
        />
        <Button
          kind="primary"
          size="l"
          className="grow"
          busy={check.isPending}
          onClick={() => check.mutate()}
        >
          {t("product.add")}
        </Button>
        <Button
          size="l"
          className="grow"
          disabled={check.isPending}
          onClick={() => void buyNow().catch(() => undefined)}
        >
          {t("product.buyNow")}
        </Button>
      </div>
      <div role="status" className="min-h-6 text-15">
        {check.data?.available ? (
          <span className="inline-flex items-center gap-2">
            <span className="text-free">
              <Icon name="check" />
            </span>
            {t("product.added")}.
            <Link to="/cart" className="font-medium text-accent underline underline-offset-4">
              {t("product.goCart")}
            </Link>
          </span>
        ) : fewer !== null ? (
          <span className="text-held-ink">{t("product.taken", { count: fewer })}</span>
        ) : (
          quantity > stock && (
            <span className="text-held-ink">{t("product.fewerNow", { count: stock })}</span>
          )
        )}
      </div>
      {check.isError && <Refusal error={check.error} onRetry={() => check.mutate()} />}
    </div>
  );
}

function lineOf(product: Product, variant: Variant, quantity: number) {
  return {
    productId: product.id,
    variantId: variant.id,
    handle: product.handle,
    name: product.name,
    options: variant.options,
    quantity,
    price: variant.price,
    currency: variant.currency,
    imageUrl: pictureOf(product, variant),
  };
}

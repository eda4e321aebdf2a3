import { useTranslation } from "react-i18next";
import type { Shortage } from "../api/types";
import { type Cart, type CartLine, settleFor } from "../cart/cart";
import { changeCart } from "../cart/store";
import { Button, ButtonLink } from "../components/Button";
import { Notice } from "../components/Notice";
import { Picture } from "../components/Picture";
import { SupplyWords } from "../components/SupplyWords";
import { useVariantSupply, useWatch } from "../live/hooks";
import { optionWords } from "../shop/variants";

interface Props {
  cart: Cart;
  shortages: Shortage[];
  onRetry: () => void;
}

/** The moment of loss: what went, what remains, one useful next step; the cart stays as it was. */
export function LostRace({ cart, shortages, onRetry }: Props) {
  const { t } = useTranslation();
  useWatch([...new Set(shortages.map((each) => each.productId))]);
  const left = settleFor(cart, shortages);
  const settle = () => {
    changeCart(() => left);
    onRetry();
  };
  return (
    <Notice
      urgent
      tone="held"
      testId="lost-race"
      title={t("checkout.lostTitle", { count: shortages.length })}
      actions={
        <>
          {left.length > 0 ? (
            <Button kind="primary" onClick={settle}>
              {t("checkout.settle")}
            </Button>
          ) : (
            <Button kind="primary" onClick={onRetry}>
              {t("checkout.retry")}
            </Button>
          )}
          <ButtonLink to="/cart">{t("checkout.toCart")}</ButtonLink>
        </>
      }
    >
      <ul className="divide-y divide-line">
        {shortages.map((shortage) => {
          const line = cart.find((each) => each.variantId === shortage.variantId);
          return line && <ShortLine key={shortage.variantId} line={line} shortage={shortage} />;
        })}
      </ul>
      <p className="text-ink-soft">{t("checkout.lostText")}</p>
    </Notice>
  );
}

/** One line that went short, with what is left of it this moment. */
export function ShortLine({ line, shortage }: { line: CartLine; shortage: Shortage }) {
  const { t } = useTranslation();
  const supply = useVariantSupply(line.variantId) ?? {
    stock: shortage.available,
    held: shortage.held,
    nextReleaseAt: shortage.nextReleaseAt,
  };
  return (
    <li className="flex items-center gap-4 py-3">
      <Picture
        url={line.imageUrl}
        alt=""
        dimmed={supply.stock === 0}
        className="w-16 shrink-0 rounded-m"
      />
      <div className="min-w-0">
        <p className="font-medium">
          {[line.name, optionWords(line.options)].filter(Boolean).join(", ")}
        </p>
        {supply.stock > 0 && (
          <p className="text-13">
            {t("cart.shortOne", { wanted: line.quantity, available: supply.stock })}
          </p>
        )}
        <p>
          <SupplyWords
            stock={supply.stock}
            held={supply.held}
            nextReleaseAt={supply.nextReleaseAt}
            full
          />
        </p>
      </div>
    </li>
  );
}

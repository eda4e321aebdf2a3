import type { ReactNode } from "react";
import type { Shortage } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { Button } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { Picture } from "../../design/Picture";
import { SupplyWords } from "../../design/SupplyWords";
import { useWatch } from "../../live/channel";
import { type Cart, type CartLine, settleFor } from "../cart/cart";
import { Alternatives, WaitButton } from "../catalog/Alternatives";
import { liveStock, useVariantSupply } from "../stock/live";

interface Props {
  cart: Cart;
  shortages: Shortage[];
  onRetry: () => void;
  onSettle: (left: Cart) => void;
  /** Where to go instead. */
  back: ReactNode;
}

/** The moment of loss: what went, what remains, one useful next step; the cart stays as it was. */
export function LostRace({ cart, shortages, onRetry, onSettle, back }: Props) {
  const { t } = useLanguage();
  useWatch(liveStock, [...new Set(shortages.map((each) => each.productId))]);
  const left = settleFor(cart, shortages);
  return (
    <Notice
      urgent
      tone="held"
      testId="lost-race"
      title={t("checkout.lostTitle", { count: shortages.length })}
      actions={
        <>
          {left.length > 0 ? (
            <Button kind="primary" size="s" online onClick={() => onSettle(left)}>
              {t("checkout.settle")}
            </Button>
          ) : (
            <Button size="s" online onClick={onRetry}>
              {t("problem.again")}
            </Button>
          )}
          {back}
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
  const { t } = useLanguage();
  const live = useVariantSupply(line.variantId);
  const preorder = live?.preorder ?? null;
  const supply = live ?? {
    stock: shortage.available,
    held: shortage.held,
    nextReleaseAt: shortage.nextReleaseAt,
  };
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-4 gap-y-2 py-3">
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
            preorderOn={preorder?.expectedOn}
            full
          />
        </p>
      </div>
      {/* On a phone below the picture, too: buttons have the notice's width. */}
      {supply.stock === 0 && !preorder && (
        <div className="col-span-2 space-y-3 sm:col-span-1 sm:col-start-2">
          <WaitButton
            one={{
              productId: line.productId,
              variantId: line.variantId,
              handle: line.handle,
              name: line.name,
            }}
          />
          <Alternatives productId={line.productId} variantId={line.variantId} />
        </div>
      )}
    </li>
  );
}

import { type Problem, shortagesOf } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { useWatch } from "../../live/channel";
import { type Cart, settleFor } from "../cart/cart";
import { wishCoupon } from "../cart/coupon";
import { changeCart } from "../cart/store";
import { liveStock } from "../stock/live";
import { TopUpLink, usePointsWords } from "../wallets/WalletPay";
import { useTroubleWords } from "./CouponPicker";
import { ShortLine } from "./LostRace";

interface Props {
  cart: Cart;
  currency: string;
  problem: Problem;
  onForget: () => void;
}

/** All that stands in the way of a purchase, each with its own way on; the cart stays as it was. */
export function CannotBuy({ cart, currency, problem, onForget }: Props) {
  const { t, formats } = useLanguage();
  const pointsWords = usePointsWords();
  const trouble = useTroubleWords(currency);
  const shortages = shortagesOf(problem);
  const { points, coupon } = problem.body;
  useWatch(liveStock, [...new Set(shortages.map((each) => each.productId))]);
  const left = settleFor(cart, shortages);
  return (
    <Notice urgent tone="held" testId="cannot-buy" title={t("checkout.cannotBuy.title")}>
      <ul className="divide-y divide-line">
        {shortages.map((shortage) => {
          const line = cart.find((each) => each.variantId === shortage.variantId);
          return line && <ShortLine key={shortage.variantId} line={line} shortage={shortage} />;
        })}
        {points && (
          <li className="flex flex-wrap items-center justify-between gap-3 py-3">
            <p>
              {points.walletId
                ? pointsWords(points)
                : t("checkout.wallet.none", { currency: formats.currencyName(points.currency) })}
            </p>
            {points.walletId ? (
              <TopUpLink walletId={points.walletId} missing={points.missing} />
            ) : (
              <ButtonLink size="s" to="/wallet">
                {t("wallet.open")}
              </ButtonLink>
            )}
          </li>
        )}
        {coupon && (
          <li className="flex flex-wrap items-center justify-between gap-3 py-3">
            <p>{trouble(coupon)}</p>
            <WithoutCoupon onDone={onForget} />
          </li>
        )}
      </ul>
      <p className="text-ink-soft">{t("checkout.cannotBuy.nothing")}</p>
      {shortages.length > 0 && left.length > 0 && (
        <Button
          size="s"
          onClick={() => {
            void changeCart(() => left).then(onForget, onForget);
          }}
        >
          {t("checkout.cannotBuy.take")}
        </Button>
      )}
    </Notice>
  );
}

export function WithoutCoupon({ onDone }: { onDone: () => void }) {
  const { t } = useLanguage();
  return (
    <Button
      size="s"
      onClick={() => {
        wishCoupon("none");
        onDone();
      }}
    >
      {t("checkout.coupon.without")}
    </Button>
  );
}

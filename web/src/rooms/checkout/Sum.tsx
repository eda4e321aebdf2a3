import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { asProblem } from "../../base/api/problem";
import { configQuery, renew } from "../../base/api/queries";
import type { PriceAnswer } from "../../base/api/schema";
import { POINTS, useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useKept } from "../../base/kept";
import { useOnline } from "../../base/online";
import { useSession } from "../../base/session";
import { useClosed } from "../../base/shop";
import { Button, ButtonLink } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Closed } from "../../design/Closed";
import { Discount } from "../../design/Discount";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { OfflineNote } from "../../design/OfflineNote";
import { Price } from "../../design/Price";
import { PriceParts } from "../../design/PriceParts";
import { Skeleton } from "../../design/Skeleton";
import { type Cart, digest, ofCurrency, totals } from "../cart/cart";
import { useCouponWish, wishCoupon } from "../cart/coupon";
import { WaitsForLogin } from "../referrals/WaitsForLogin";
import { useWallets } from "../wallets/queries";
import { WalletPay } from "../wallets/WalletPay";
import { buyFromWallet, forgetBought } from "./buy";
import { CannotBuy } from "./CannotBuy";
import { CouponPicker } from "./CouponPicker";
import { LoginForMore } from "./LoginForMore";
import { PriceChanged } from "./PriceChanged";
import { PriceChoices } from "./PriceChoices";
import { type PriceChoice, priceName, showTotal, usePrice, usePriceWish, wishPrice } from "./price";
import { useQuote } from "./quote";
import { useShortLines } from "./short";
import { WAYS, type Way } from "./ways";

/** What the cart comes to, with which coupon, and how it is paid; each currency by itself. */
export function Sum({ cart }: { cart: Cart }) {
  const sums = totals(cart);
  const only = sums.length === 1 ? sums[0] : undefined;
  const closed = useClosed();
  if (sums.length > 1 && !closed) return <Apart cart={cart} sums={sums} />;
  return (
    <div className="md:sticky md:top-20">
      <Panel>
        <div className="space-y-4">
          {closed ? (
            <>
              <Totals sums={sums} />
              <Closed />
            </>
          ) : only ? (
            <OwnSum cart={cart} {...only} />
          ) : (
            <>
              <Totals sums={sums} />
              <WaitsForLogin />
              <ToTheTill cart={cart} />
              <LoginForMore wide />
            </>
          )}
        </div>
      </Panel>
    </div>
  );
}

/** What costs roubles and what costs points are two orders: a sum, and a way to pay, for each. */
function Apart({ cart, sums }: { cart: Cart; sums: ReturnType<typeof totals> }) {
  const { t, formats } = useLanguage();
  return (
    <div className="space-y-4">
      <p className="text-13 text-ink-soft">{t("cart.apart")}</p>
      {sums.map((each) => (
        <Panel key={each.currency} title={formats.currencyName(each.currency)}>
          <div className="space-y-4">
            <OwnSum cart={ofCurrency(cart, each.currency)} {...each} apart />
          </div>
        </Panel>
      ))}
    </div>
  );
}

interface SumProps {
  cart: Cart;
  currency: string;
  amount: number;
  /** The cart has goods in other currencies, too. */
  apart?: boolean;
}

function OwnSum(props: SumProps) {
  const loggedIn = Boolean(useSession()?.user);
  return loggedIn ? <MemberSum {...props} /> : <GuestSum {...props} />;
}

/** What the server says it costs, and what can be chosen; until it has, the sum of the lines. */
function GuestSum({ cart, currency, amount, apart }: SumProps) {
  const { price, stands, choice } = usePrice(cart, null);
  const total = price?.total ?? amount;
  useShown(cart, choice, stands ? total : undefined);
  return (
    <>
      <PriceChoices price={price} currency={currency} />
      <Totals sums={[{ currency, amount: total }]} price={price} />
      <WaitsForLogin />
      <ToTheTill cart={cart} apart={apart} />
      <LoginForMore wide />
    </>
  );
}

/** The till asks for the total that was seen here. */
function useShown(cart: Cart, choice: PriceChoice, total: number | undefined) {
  useEffect(() => {
    if (total !== undefined) showTotal(cart, choice, total);
  });
}

/** Who is logged in may use a coupon, and a wallet in the currency of the goods. */
function MemberSum({ cart, currency, amount, apart }: SumProps) {
  const { t } = useLanguage();
  const points = currency === POINTS; // no card is charged for them
  const [kept, keepWay] = useKept<Way>("holdfast.way", "hold");
  const [forPoints, setForPoints] = useState<Way>("wallet");
  const [way, setWay] = points ? [forPoints, setForPoints] : [kept, keepWay];
  const { promoCode } = usePriceWish(currency);
  const { quote, couponId: best, saving } = useQuote(cart);
  const couponId = promoCode ? null : best;
  const { price, stands, choice } = usePrice(cart, couponId);
  const wallets = useWallets();
  const wallet = wallets.data?.find((each) => each.currency === currency);
  const total = price?.total ?? amount - saving;
  useShown(cart, choice, stands ? total : undefined);
  return (
    <>
      <CouponPicker
        quote={quote}
        couponId={couponId}
        onChoose={(chosen) => {
          wishCoupon(chosen ?? "none");
          if (chosen) wishPrice({ promoCode: "" });
        }}
      />
      <PriceChoices price={price} currency={currency} />
      <Totals
        sums={[{ currency, amount: total }]}
        before={{ amount, discount: saving }}
        price={price}
      />
      <Choice
        legend={t("orderPage.way")}
        value={way}
        onChange={(value) => setWay(value as Way)}
        items={WAYS.map((value) => ({
          value,
          label: t(points && value === "hold" ? "checkout.way.later" : `checkout.way.${value}`),
        }))}
      />
      {way === "hold" ? (
        <ToTheTill cart={cart} apart={apart} />
      ) : wallets.isPending ? (
        <Skeleton className="h-24 w-full" />
      ) : (
        <>
          <WalletPay wallet={wallet} currency={currency} total={total} />
          {wallet && (
            <BuyFromWallet cart={cart} currency={currency} total={total} choice={choice} />
          )}
        </>
      )}
    </>
  );
}

interface TotalsProps {
  sums: { currency: string; amount: number }[];
  before?: { amount: number; discount: number };
  price?: PriceAnswer | undefined;
}

export function Totals({ sums, before, price }: TotalsProps) {
  const { t } = useLanguage();
  const currency = sums[0]?.currency ?? "";
  return (
    <div className="space-y-2">
      {price && price.parts.length > 1 ? (
        <PriceParts parts={price.parts} currency={currency} />
      ) : (
        before && !price && <Discount {...before} currency={currency} />
      )}
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="text-ink-soft">{t("order.total")}</h2>
        <p className="flex min-w-0 flex-col items-end text-right text-24 font-semibold">
          {sums.map((sum) => (
            <Price key={sum.currency} amount={sum.amount} currency={sum.currency} />
          ))}
        </p>
      </div>
    </div>
  );
}

interface ToTheTillProps {
  cart: Cart;
  /** Of a cart with other currencies: only what costs this one. */
  apart?: boolean | undefined;
}

export function ToTheTill({ cart, apart }: ToTheTillProps) {
  const { t, formats } = useLanguage();
  const online = useOnline();
  const holdSeconds = useQuery(configQuery).data?.holdSeconds ?? 900;
  const minutes = Math.floor(holdSeconds / 60);
  const undecided = useShortLines(cart) > 0;
  const missing = useMissing(cart);
  const [sum, ...others] = totals(cart);
  if (others.length > 0) return <p className="text-13 text-ink-soft">{t("cart.apart")}</p>;
  const own = apart ? sum?.currency : undefined;
  return (
    <>
      {undecided || missing || !online ? (
        <Button kind="primary" size="l" wide disabled>
          {t("cart.checkout")}
        </Button>
      ) : (
        <ButtonLink
          kind="primary"
          size="l"
          wide
          to="/checkout"
          search={own ? { currency: own } : {}}
          aria-label={own && `${t("cart.checkout")}: ${formats.currencyName(own)}`}
        >
          {t("cart.checkout")}
        </ButtonLink>
      )}
      <OfflineNote />
      <Undecided when={undecided} />
      {missing && (
        <p data-testid="too-small" className="text-13 text-held-ink">
          {t("cart.tooSmall", missing)}
        </p>
      )}
      <p className="text-13 text-ink-soft">
        {minutes > 0
          ? t("cart.holdNote", { minutes })
          : t("cart.holdNoteShort", { seconds: holdSeconds })}
      </p>
    </>
  );
}

/** What the cart lacks of the least that the shop takes an order for. */
function useMissing(cart: Cart): { minimum: string; missing: string } | null {
  const { formats } = useLanguage();
  const { currency, minimumOrder = 0 } = useQuery(configQuery).data ?? {};
  const [only, ...others] = totals(cart);
  if (!only || others.length > 0 || only.currency !== currency) return null;
  if (only.amount >= minimumOrder) return null;
  return {
    minimum: formats.price(minimumOrder, currency),
    missing: formats.price(minimumOrder - only.amount, currency),
  };
}

/** A line that cannot be had as it stands is decided about first. */
function Undecided({ when }: { when: boolean }) {
  const { t } = useLanguage();
  return (
    <p role="status" data-testid="undecided" className="text-13 text-held-ink empty:hidden">
      {when ? t("buying.undecided") : null}
    </p>
  );
}

interface FromWallet {
  cart: Cart;
  currency: string;
  total: number;
  choice: PriceChoice;
}

/** Everything at once: goods, coupon and money, or nothing and every reason why. */
function BuyFromWallet({ cart, currency, total, choice }: FromWallet) {
  const { t, formats, locale } = useLanguage();
  const navigate = useNavigate();
  const undecided = useShortLines(cart) > 0;
  const { reset, another, ...buying } = useIntent(buyFromWallet, {
    onSuccess: async (order) => {
      await navigate({ to: "/orders/$orderId", params: { orderId: order.id }, replace: true });
      forgetBought(order);
    },
    onSettled: () => void renew(["orders"], ["coupons", "mine"], ["wallets"]),
  });
  // Another cart or coupon is another purchase. What was said of the one before is over once the
  // buyer decides anew, not when the best coupon turns out to be another one.
  const asked = `${priceName(cart, choice)} ${total}`;
  useEffect(() => {
    if (asked) another();
  }, [asked, another]);
  const decided = `${digest(cart)} ${useCouponWish()}`;
  useEffect(() => {
    if (decided) reset();
  }, [decided, reset]);
  const problem = buying.isError ? asProblem(buying.error) : null;
  const busy = buying.isPending || buying.isSuccess;
  return (
    <>
      {problem?.code === "cannot-buy" ? (
        <CannotBuy cart={cart} currency={currency} problem={problem} onForget={reset} />
      ) : problem?.code === "price-changed" ? (
        <PriceChanged
          change={problem.body}
          cart={cart}
          onAccept={(now) => {
            buying.mutate({ cart, choice: { ...choice, expectedTotal: now }, locale });
            void renew(["price"]);
          }}
        />
      ) : (
        problem && <Refusal error={problem} />
      )}
      <Button
        kind="primary"
        size="l"
        wide
        busy={busy}
        online
        disabled={undecided}
        onClick={() => buying.mutate({ cart, choice: { ...choice, expectedTotal: total }, locale })}
      >
        {busy
          ? t("order.underWay")
          : t("checkout.wallet.pay", { price: formats.price(total, currency) })}
      </Button>
      <OfflineNote />
      <Undecided when={undecided} />
      <p className="text-13 text-ink-soft">{t("checkout.wallet.note")}</p>
    </>
  );
}

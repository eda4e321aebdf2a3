import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { asProblem, shortagesOf } from "../../base/api/problem";
import type { PreorderBody, ProductBody, VariantBody } from "../../base/api/schema";
import { costOf } from "../../base/cost";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useSession } from "../../base/session";
import { useClosed } from "../../base/shop";
import { Button, ButtonLink } from "../../design/Button";
import { Closed } from "../../design/Closed";
import { Refusal } from "../../design/Failure";
import { Icon } from "../../design/Icon";
import { OfflineNote } from "../../design/OfflineNote";
import { Stepper } from "../../design/Stepper";
import { SupplyBar } from "../../design/SupplyBar";
import { SupplyWords } from "../../design/SupplyWords";
import { useWatch } from "../../live/channel";
import { useStale } from "../../live/connection";
import { buyDirectly } from "../cart/direct";
import { useHold, useYours } from "../cart/hold";
import { OpenHold } from "../cart/OpenHold";
import { addToCart, useCart } from "../cart/store";
import { useEvery } from "../repeats/every";
import { RepeatChoice } from "../repeats/RepeatChoice";
import { liveStock, useVariantSupply } from "../stock/live";
import { isLow, isPreorder, orderable } from "../stock/supply";
import { useOfferedUnits } from "../waiting/GoodsLine";
import { DeliveryHint } from "./DeliveryHint";
import { useLoss } from "./loss";
import { NoneFree } from "./NoneFree";
import { pictureOf } from "./variants";

interface Props {
  product: ProductBody;
  variant: VariantBody;
  onChoose: (variantId: string) => void;
}

/** How much there is, live, and the way to have it. */
export function BuyBox({ product, variant, onChoose }: Props) {
  useWatch(liveStock, [product.id]);
  const supply = useVariantSupply(variant.id) ?? { ...variant, peak: variant.full };
  const inHold = useYours([variant.id]);
  const offered = useOfferedUnits(variant.id, orderable(supply) === 0, useHold()?.orderId);
  const yours = inHold + Math.min(offered, Math.max(0, supply.held - inHold));
  const lost = useLoss(variant.id, supply.stock, yours);
  const [quantity, setQuantity] = useState(1);
  const stale = useStale();
  const closed = useClosed();

  return (
    <section className="flex flex-col gap-5">
      <div className="space-y-2">
        <SupplyBar {...supply} low={isLow(supply)} yours={yours} thick discreet dimmed={stale} />
        <p>
          <SupplyWords
            {...supply}
            yours={yours}
            preorderOn={supply.preorder?.expectedOn}
            full
            dimmed={stale}
          />
        </p>
      </div>
      {inHold > 0 && <OpenHold />}
      {closed ? (
        <Closed />
      ) : orderable(supply) > 0 ? (
        <Buy
          key={variant.id}
          product={product}
          variant={variant}
          stock={orderable(supply)}
          preorder={isPreorder(supply, quantity) ? supply.preorder : null}
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

interface BuyProps extends Omit<Props, "onChoose"> {
  /** As many as may be ordered. */
  stock: number;
  /** Some of them are ordered before they are there. */
  preorder: PreorderBody | null;
  quantity: number;
  setQuantity: (quantity: number) => void;
}

function Buy({ product, variant, stock, preorder, quantity, setQuantity }: BuyProps) {
  const { t, locale, formats } = useLanguage();
  const navigate = useNavigate();
  const inCart = useCart().find((line) => line.variantId === variant.id)?.quantity ?? 0;
  const { reset, ...adding } = useIntent((key, count: number) =>
    addToCart({ productId: product.id, variantId: variant.id, quantity: count }, key),
  );
  const [every, setEvery] = useState("");
  const everyIn = useEvery();
  const { href } = useLocation();
  const guest = !useSession()?.user;
  const buyNow = () => {
    const line = lineOf(product, variant, quantity);
    buyDirectly([every ? { ...line, repeatEvery: every } : line]);
    void navigate({ to: "/checkout", search: { buy: "now" } });
  };
  const problem = adding.isError ? asProblem(adding.error) : null;
  const short = shortagesOf(problem)[0];
  const over = problem?.body.limits?.[0]?.mayHold ?? null;
  const refused = Boolean(short) || over !== null;
  // As many as can be had: what lies in the cart already is counted where something is added to it.
  const free = Math.min(stock, short?.available ?? stock);
  const addable = Math.max(0, Math.min(free, over ?? free) - inCart);
  const most = refused ? addable : stock;
  const offered = refused || quantity > stock;

  return (
    <div className="flex flex-col gap-3">
      <RepeatChoice
        of={{ productId: product.id, variantId: variant.id, quantity }}
        value={every}
        onChange={setEvery}
      />
      <BuyBar>
        <Stepper
          value={quantity}
          onChange={(next) => {
            reset();
            setQuantity(next);
          }}
          label={t("product.quantity")}
          short={quantity > stock}
        />
        {every ? (
          <BuyRepeatedly
            label={t("repeats.order", { every: everyIn(every).toLocaleLowerCase(locale) })}
            login={guest ? href : null}
            disabled={quantity > stock}
            onBuy={buyNow}
          />
        ) : (
          <>
            <Button
              kind="primary"
              size="l"
              className="min-w-0 grow basis-0 px-2! max-sm:text-13! max-sm:whitespace-normal! sm:px-4!"
              busy={adding.isPending}
              online
              onClick={() => adding.mutate(quantity)}
            >
              {t("product.add")}
            </Button>
            <Button
              size="l"
              className="min-w-0 grow basis-0 px-2! max-sm:text-13! max-sm:whitespace-normal! sm:px-4!"
              disabled={adding.isPending || quantity > stock}
              online
              onClick={buyNow}
            >
              {t(preorder ? "product.preorderNow" : "product.buyNow")}
            </Button>
          </>
        )}
        <div
          role="status"
          className="min-h-6 basis-full text-15 max-sm:order-first max-sm:min-h-0 max-sm:empty:hidden"
        >
          {adding.isSuccess ? (
            <span className="inline-flex items-center gap-2">
              <span className="text-free">
                <Icon name="check" />
              </span>
              {t("product.added")}.
              <Link to="/cart" className="font-medium text-accent underline underline-offset-4">
                {t("product.goCart")}
              </Link>
            </span>
          ) : (
            offered && (
              <span data-testid="fewer" className="flex flex-wrap items-center gap-2 text-held-ink">
                {over !== null && (
                  <MayHold count={over} guest={problem?.code === "too-many-for-guest"} />
                )}
                {most > 0 ? (
                  <>
                    {over === null &&
                      t(inCart && refused ? "buying.onlyMore" : "buying.onlyLeft", { count: most })}
                    <Button
                      size="s"
                      online
                      onClick={() => {
                        setQuantity(most);
                        adding.mutate(most);
                      }}
                    >
                      {t("buying.add", { count: most })}
                    </Button>
                  </>
                ) : (
                  <>
                    {over === null && t("buying.allInCart", { count: inCart })}
                    <Link
                      to="/cart"
                      className="font-medium text-accent underline underline-offset-4"
                    >
                      {t("product.goCart")}
                    </Link>
                  </>
                )}
              </span>
            )
          )}
        </div>
      </BuyBar>
      <OfflineNote />
      {preorder && (
        <p className="text-13" data-testid="preorder-note">
          {t("product.preorder", { day: formats.dayAhead(preorder.expectedOn) })}
        </p>
      )}
      {variant.deliveredAs === "file" || variant.deliveredAs === "codes" ? (
        <p className="min-h-11 text-13 text-ink-soft">
          {t(variant.deliveredAs === "file" ? "product.asFile" : "product.asCodes")}
        </p>
      ) : preorder ? null : (
        <DeliveryHint productId={product.id} variantId={variant.id} quantity={quantity} />
      )}
      {problem && !refused && (
        <Refusal error={problem} onRetry={() => adding.mutate(quantity)} online />
      )}
    </div>
  );
}

interface RepeatedlyProps {
  label: string;
  /** Where a guest comes back to, who logs in first. */
  login: string | null;
  disabled: boolean;
  onBuy: () => void;
}

/** The first of many orders, beside the cart. */
function BuyRepeatedly({ label, login, disabled, onBuy }: RepeatedlyProps) {
  const { t } = useLanguage();
  const look = "min-w-0 grow basis-0 px-2! max-sm:text-13! max-sm:whitespace-normal! sm:px-4!";
  return login === null ? (
    <Button kind="primary" size="l" className={look} disabled={disabled} online onClick={onBuy}>
      {label}
    </Button>
  ) : (
    <ButtonLink kind="primary" size="l" className={look} to="/login" search={{ next: login }}>
      {t("repeats.login")}
    </ButtonLink>
  );
}

/** How many of it one buyer may hold; where logging in helps, a guest is told so. */
function MayHold({ count, guest }: { count: number; guest: boolean }) {
  const { t } = useLanguage();
  const { href } = useLocation();
  return (
    <>
      <span>{t(guest ? "holdLimits.guest" : "holdLimits.most", { count })}</span>
      {guest && (
        <Link
          to="/login"
          search={{ next: href }}
          className="font-medium text-accent underline underline-offset-4"
        >
          {t("holdLimits.login")}
        </Link>
      )}
    </>
  );
}

/** On a phone the ways to buy stay in reach, and what came of it in sight: they stick to the bottom of
 * the screen. */
function BuyBar({ children }: { children: ReactNode }) {
  return (
    <div
      data-testid="buy-bar"
      className="buy-bar flex flex-wrap items-center gap-3 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-20 max-sm:gap-2 max-sm:border-t max-sm:border-line max-sm:bg-paper max-sm:px-4 max-sm:py-3"
    >
      {children}
    </div>
  );
}

function lineOf(product: ProductBody, variant: VariantBody, quantity: number) {
  return {
    productId: product.id,
    variantId: variant.id,
    handle: product.handle,
    name: product.name,
    options: variant.options,
    quantity,
    price: costOf(variant),
    currency: variant.currency,
    imageUrl: pictureOf(product, variant),
  };
}

import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { newKey } from "../../base/api/client";
import { asProblem, type Problem, shortagesOf } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { optionWords } from "../../base/options";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { Refusal } from "../../design/Failure";
import { MadeOf } from "../../design/MadeOf";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { Stepper } from "../../design/Stepper";
import { SupplyWords } from "../../design/SupplyWords";
import { toast } from "../../design/Toasts";
import { useStale } from "../../live/connection";
import { useReachedSince } from "../../live/reached";
import type { CartLine } from "../cart/cart";
import { useYours } from "../cart/hold";
import { addToCart, setQuantities } from "../cart/store";
import { useVariantSupply } from "../stock/live";
import { isPreorder, orderable } from "../stock/supply";
import { MoveToWishes } from "../wishes/MoveToWishes";

/** One line of the cart. What has changed since is said here, beside what to do about it. */
export function CartLineRow({ line, narrow }: { line: CartLine; narrow?: boolean }) {
  const { t, formats } = useLanguage();
  const words = useProblemWords();
  const supply = useVariantSupply(line.variantId);
  const yours = useYours([line.variantId]);
  const stale = useStale();
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const told = useReachedSince(refusal) ? null : refusal;
  const free = supply === undefined ? undefined : orderable(supply) + yours;
  const before = !line.gone && isPreorder(supply, line.quantity, yours) ? supply?.preorder : null;
  const short = !line.gone && free !== undefined && free < line.quantity;
  const name = [line.name, optionWords(line.options)].filter(Boolean).join(", ");

  const set = (quantity: number) => {
    setRefusal(null);
    setQuantities([[line.variantId, quantity]]).catch((error) => setRefusal(asProblem(error)));
  };
  const drop = () => {
    // The row goes at once, so what came of it is told beside the page.
    const told = (error: unknown) => toast({ title: words(error), tone: "danger" });
    const again = () => void addToCart(line, newKey()).catch(told);
    const done = () =>
      toast({
        title: t("cart.removed", { name: line.name }),
        action: line.gone ? undefined : { label: t("cart.undo"), run: again },
      });
    setQuantities([[line.variantId, 0]]).then(done, told);
  };

  return (
    <li
      data-line={line.variantId}
      className={classes(
        "grid grid-cols-[72px_minmax(0,1fr)] gap-x-4 gap-y-2 py-4",
        !narrow && "sm:grid-cols-[96px_minmax(0,1fr)_auto]",
      )}
    >
      <Picture
        url={line.imageUrl}
        alt=""
        dimmed={line.gone || free === 0}
        className={classes("row-span-2 rounded-m", !narrow && "sm:row-span-1")}
      />
      <div className="min-w-0 space-y-1">
        <p className="font-medium">
          {line.gone ? (
            line.name
          ) : (
            <Link
              to="/product/$handle"
              params={{ handle: line.handle }}
              search={{ variant: line.variantId }}
              className="hover:text-accent"
            >
              {line.name}
            </Link>
          )}
        </p>
        <p className="text-13 text-ink-soft">{optionWords(line.options)}</p>
        <MadeOf parts={line.madeOf} />
        {line.sellerName && (
          <p className="text-13 wrap-anywhere text-ink-soft">
            {t("cart.soldBy", { name: line.sellerName })}
          </p>
        )}
        {supply && !line.gone && (
          <p>
            <SupplyWords
              {...supply}
              yours={yours}
              preorderOn={supply.preorder?.expectedOn}
              full
              dimmed={stale}
            />
          </p>
        )}
        {before && supply && supply.stock > 0 && (
          <p className="text-13" data-testid="preorder-line">
            {t("cart.preorder", { day: formats.dayAhead(before.expectedOn) })}
          </p>
        )}
        {line.gone && <Gone name={name} onDrop={drop} />}
        {!line.gone && <PriceChange line={line} onAccept={() => set(line.quantity)} />}
        {short && <Short name={name} free={free} onTake={set} onDrop={drop} />}
        {told && <Refused problem={told} />}
        {!line.gone && <MoveToWishes variantId={line.variantId} name={name} />}
      </div>
      <div
        className={classes(
          "flex flex-wrap items-center justify-between gap-x-4 gap-y-1",
          !narrow && "sm:flex-col sm:items-end sm:justify-start",
        )}
      >
        {!line.gone && <Amount line={line} narrow={narrow} />}
        <div className="flex flex-wrap items-center gap-1">
          {free !== 0 && !line.gone && (
            <Button
              kind="plain"
              size="s"
              className={classes("-ml-3", !narrow && "sm:ml-0")}
              onClick={drop}
              aria-label={t("form.removeNamed", { name })}
            >
              {t("form.remove")}
            </Button>
          )}
          {!line.gone && (
            <Stepper
              value={line.quantity}
              short={short}
              label={t("cart.quantityOf", { name })}
              onChange={set}
            />
          )}
        </div>
      </div>
    </li>
  );
}

function Amount({ line, narrow }: { line: CartLine; narrow?: boolean }) {
  const { t, formats } = useLanguage();
  return (
    <p className={narrow ? undefined : "sm:text-right"}>
      <Price
        amount={line.price * line.quantity}
        currency={line.currency}
        className="font-semibold"
      />
      {line.quantity > 1 && (
        <span className="tabular block text-13 text-ink-soft">
          {t("cart.each", { price: formats.price(line.price, line.currency) })}
        </span>
      )}
    </p>
  );
}

const CHANGED = "flex flex-wrap items-center gap-2 text-held-ink";

function Gone({ name, onDrop }: { name: string; onDrop: () => void }) {
  const { t } = useLanguage();
  return (
    <div role="status" data-testid="gone-line" className={CHANGED}>
      {t("cart.gone")}
      <Button size="s" onClick={onDrop} aria-label={t("buying.withoutIt", { name })}>
        {t("form.remove")}
      </Button>
    </div>
  );
}

/** It costs another amount than when the buyer last decided about it. */
function PriceChange({ line, onAccept }: { line: CartLine; onAccept: () => void }) {
  const { t, formats } = useLanguage();
  if (line.priceBefore === null || line.priceBefore === undefined) return null;
  const price = formats.price(line.priceBefore, line.currency);
  const dearer = line.price > line.priceBefore;
  return (
    <div role="status" data-testid="price-change" className={CHANGED}>
      {t(dearer ? "cart.dearer" : "cart.cheaper", { price })}
      <Button size="s" onClick={onAccept} aria-label={t("cart.priceSeen", { name: line.name })}>
        {t("cart.seen")}
      </Button>
    </div>
  );
}

interface ShortProps {
  name: string;
  free: number;
  onTake: (count: number) => void;
  onDrop: () => void;
}

function Short({ name, free, onTake, onDrop }: ShortProps) {
  const { t } = useLanguage();
  return (
    <div role="status" data-testid="short-line" className={CHANGED}>
      {free > 0 ? (
        <>
          {t("buying.onlyLeft", { count: free })}
          <Button size="s" onClick={() => onTake(free)}>
            {t("cart.take", { count: free })}
          </Button>
        </>
      ) : (
        <>
          {t("buying.noneNow")}
          <Button size="s" onClick={onDrop} aria-label={t("buying.withoutIt", { name })}>
            {t("form.remove")}
          </Button>
        </>
      )}
    </div>
  );
}

/** A quantity that cannot be had: the line stays as it was. */
function Refused({ problem }: { problem: Problem }) {
  const { t } = useLanguage();
  const left = shortagesOf(problem)[0]?.available;
  const limit = problem.body.limits?.[0]?.mayHold;
  if (left === undefined && limit === undefined) return <Refusal error={problem} />;
  const guest = problem.code === "too-many-for-guest";
  return (
    <p role="status" data-testid="refused-line" className="text-held-ink">
      {limit === undefined
        ? t("buying.onlyLeft", { count: left ?? 0 })
        : t(guest ? "holdLimits.guest" : "holdLimits.most", { count: limit })}
    </p>
  );
}

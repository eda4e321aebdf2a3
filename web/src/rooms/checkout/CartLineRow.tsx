import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { Button } from "../../design/Button";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { Stepper } from "../../design/Stepper";
import { SupplyWords } from "../../design/SupplyWords";
import { toast } from "../../design/Toasts";
import { useLink } from "../../live/connection";
import { add, type CartLine, remove, setQuantity } from "../cart/cart";
import { useYours } from "../cart/hold";
import { changeCart } from "../cart/store";
import { useVariantSupply } from "../stock/live";

/** One line of the cart. That it is short now is said here, beside what to do about it. */
export function CartLineRow({ line }: { line: CartLine }) {
  const { t, formats } = useLanguage();
  const supply = useVariantSupply(line.variantId);
  const yours = useYours([line.variantId]);
  const { link } = useLink();
  const free = supply === undefined ? undefined : supply.stock + yours;
  const short = free !== undefined && free < line.quantity;
  const name = [line.name, optionWords(line.options)].filter(Boolean).join(", ");

  const drop = () => {
    changeCart((cart) => remove(cart, line.variantId));
    toast({
      title: t("cart.removed", { name: line.name }),
      action: { label: t("cart.undo"), run: () => changeCart((cart) => add(cart, line)) },
    });
  };

  return (
    <li
      data-line={line.variantId}
      className="grid grid-cols-[72px_minmax(0,1fr)] gap-x-4 gap-y-2 py-4 sm:grid-cols-[96px_minmax(0,1fr)_auto]"
    >
      <Picture
        url={line.imageUrl}
        alt=""
        dimmed={free === 0}
        className="row-span-2 rounded-m sm:row-span-1"
      />
      <div className="min-w-0 space-y-1">
        <p className="font-medium">
          <Link
            to="/product/$handle"
            params={{ handle: line.handle }}
            search={{ variant: line.variantId }}
            className="hover:text-accent"
          >
            {line.name}
          </Link>
        </p>
        <p className="text-13 text-ink-soft">{optionWords(line.options)}</p>
        {supply && (
          <p>
            <SupplyWords {...supply} yours={yours} full dimmed={link === "offline"} />
          </p>
        )}
        {short && (
          <div
            role="status"
            data-testid="short-line"
            className="flex flex-wrap items-center gap-2 text-held-ink"
          >
            {free > 0 ? (
              <>
                {t("buying.onlyLeft", { count: free })}
                <Button
                  size="s"
                  onClick={() => changeCart((cart) => setQuantity(cart, line.variantId, free))}
                >
                  {t("cart.take", { count: free })}
                </Button>
              </>
            ) : (
              <>
                {t("buying.noneNow")}
                <Button size="s" onClick={drop} aria-label={t("buying.withoutIt", { name })}>
                  {t("form.remove")}
                </Button>
              </>
            )}
          </div>
        )}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 sm:flex-col sm:items-end sm:justify-start">
        <p className="sm:text-right">
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
        <div className="flex items-center gap-1">
          {free !== 0 && (
            <Button
              kind="plain"
              size="s"
              className="-ml-3 sm:ml-0"
              onClick={drop}
              aria-label={t("form.removeNamed", { name })}
            >
              {t("form.remove")}
            </Button>
          )}
          <Stepper
            value={line.quantity}
            short={short}
            label={t("cart.quantityOf", { name })}
            onChange={(quantity) =>
              changeCart((cart) => setQuantity(cart, line.variantId, quantity))
            }
          />
        </div>
      </div>
    </li>
  );
}

import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Drawer } from "../../design/Drawer";
import { Failure } from "../../design/Failure";
import { Skeleton } from "../../design/Skeleton";
import { totals } from "../cart/cart";
import { showCart } from "../cart/drawer";
import { useCart, useCartQuery } from "../cart/store";
import { CartLineRow } from "./CartLineRow";
import { useNumbers } from "./CartPage";
import { ToTheTill, Totals } from "./Sum";

const close = () => showCart(false);

/** The cart beside the page, to look into and to go on from. */
export default function CartDrawer({ open }: { open: boolean }) {
  const { t } = useLanguage();
  const cart = useCart();
  const query = useCartQuery();
  const { href } = useLocation();
  const shownAt = useRef(href);
  useNumbers(open ? [...new Set(cart.map((line) => line.productId))] : []);
  // Whatever leads elsewhere leaves it.
  useEffect(() => {
    if (href !== shownAt.current) close();
    shownAt.current = href;
  }, [href]);
  const foot = cart.length > 0 && (
    <>
      <Totals sums={totals(cart)} />
      <ToTheTill cart={cart} />
      <ButtonLink wide to="/cart">
        {t("product.goCart")}
      </ButtonLink>
    </>
  );
  return (
    <Drawer open={open} onClose={close} title={t("cart.title")} foot={foot}>
      {query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <div role="status" aria-label={t("cart.loading")} className="space-y-4 py-4">
          <Skeleton className="h-24 w-full rounded-m" />
          <Skeleton className="h-24 w-full rounded-m" />
        </div>
      ) : cart.length === 0 ? (
        <Blank icon="cart" title={t("cart.empty")} hint={t("cart.emptyHint")} />
      ) : (
        <ul aria-label={t("cart.lines")} className="divide-y divide-line">
          {cart.map((line) => (
            <CartLineRow key={line.variantId} line={line} narrow />
          ))}
        </ul>
      )}
    </Drawer>
  );
}

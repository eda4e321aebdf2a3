import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { PictureBody } from "../base/api/schema";
import { fromCdn } from "../base/cdn";
import { useLanguage } from "../base/i18n/format";
import { isOnline } from "../base/online";
import { isPhotographer, isStaff, useSession } from "../base/session";
import { useLogo, useShopName, useUses } from "../base/shop";
import { iconLook } from "../design/Button";
import { classes } from "../design/classes";
import { Icon } from "../design/Icon";
import { LiveDot } from "../design/LiveDot";
import { useAsOf, useLink } from "../live/connection";
import { showCart } from "../rooms/cart/drawer";
import { useCartQuery } from "../rooms/cart/store";
import { DemoStrip } from "./DemoStrip";
import { HoldChip } from "./HoldChip";
import { Preferences } from "./Preferences";
import { ShopSearch } from "./ShopSearch";
import { useWide } from "./wide";

const PLACE =
  "inline-flex min-h-10 items-center rounded-m px-2 text-15 whitespace-nowrap text-ink-soft xl:px-3 hover:text-ink data-[status=active]:text-ink data-[status=active]:font-medium";

/** What a room has to show beside the cart, on every page. */
const MARKS = Object.values(
  import.meta.glob<() => ReactNode>("../rooms/*/header.tsx", { eager: true, import: "default" }),
);

export function Header() {
  const { t } = useLanguage();
  const shop = useShopName();
  const logo = useLogo();
  const uses = useUses();
  const session = useSession();
  const staff = isStaff(session);
  const link = useLink();
  const asOf = useAsOf();
  const wide = useWide();
  // Staff pages have a search of their own.
  const searched = !useLocation().pathname.startsWith("/staff");
  return (
    <header className="contents">
      <DemoStrip />
      <div className="sticky top-0 z-30 border-b border-line bg-paper/92 backdrop-blur-md">
        <div className="page flex h-14 items-center gap-1 sm:gap-2">
          <Link to="/" className="mr-1 inline-flex min-h-10 min-w-0 items-center gap-2.5 sm:mr-4">
            {logo ? <Logo of={logo} /> : <Mark />}
            <span className="truncate font-semibold tracking-tight">{shop}</span>
          </Link>
          <nav aria-label={t("shell.main")} className="hidden items-center md:flex">
            <Link to="/" className={PLACE} activeOptions={{ exact: true, includeSearch: false }}>
              {t("shop.title")}
            </Link>
            {uses.flashSales && !staff && (
              <span className="hidden xl:contents">
                <Link to="/flash-sales" className={PLACE}>
                  {t("flash.title")}
                </Link>
              </span>
            )}
            <Link to="/orders" className={PLACE}>
              {t("order.mine")}
            </Link>
            {uses.booking && (
              <Link to="/book" search={{}} className={PLACE}>
                {t("book.nav")}
              </Link>
            )}
            {uses.coupons && (
              <Link to="/coupons" className={PLACE}>
                {t("coupons.title")}
              </Link>
            )}
            {uses.wallet && (
              <Link to="/wallet" className={PLACE}>
                {t("wallet.title")}
              </Link>
            )}
            {isPhotographer(session) && (
              <Link to="/my/calendar" search={{}} className={PLACE}>
                {t("shell.calendar")}
              </Link>
            )}
            {staff && (
              <Link to="/staff" className={PLACE}>
                {t("shell.staff")}
              </Link>
            )}
          </nav>
          <span className="grow" />
          {searched && wide && <ShopSearch className="mr-2 w-56 min-w-0" />}
          <HoldChip />
          <span className="hidden px-2 sm:block">
            <LiveDot link={link} asOf={asOf} />
          </span>
          <span className="px-1 sm:hidden">
            <LiveDot link={link} asOf={asOf} brief />
          </span>
          <Preferences staff={staff} />
          {MARKS.map((RoomMark) => (
            <RoomMark key={RoomMark.name} />
          ))}
          <CartLink />
        </div>
      </div>
      {searched && !wide && (
        // What is said of the connection stands right below it.
        <div className="page pt-3 in-[header:has(+[data-testid=link-banner]:not(:empty))]:pb-3">
          <ShopSearch className="sm:max-w-96" />
        </div>
      )}
    </header>
  );
}

function CartLink() {
  const { t } = useLanguage();
  const count = useCartQuery().data?.itemsCount ?? 0;
  const buying = /^\/(cart|checkout)/.test(useLocation().pathname);
  return (
    <Link
      to="/cart"
      aria-haspopup={buying ? undefined : "dialog"}
      onClick={(event) => {
        if (
          buying ||
          (count === 0 && !isOnline()) ||
          event.metaKey ||
          event.ctrlKey ||
          event.shiftKey
        )
          return;
        event.preventDefault();
        showCart(true);
      }}
      aria-label={t("shell.cartCount", { count })}
      className={classes(iconLook(), "data-[status=active]:text-ink")}
    >
      <Icon name="cart" />
      {count > 0 && (
        <span className="tabular absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-[11px] leading-none font-semibold text-on-accent">
          {count}
        </span>
      )}
    </Link>
  );
}

/** As high as the line; its width is known before it is there. */
function Logo({ of }: { of: PictureBody }) {
  const { url, srcset, avifSrcset, width, height } = of;
  return (
    <picture className="contents">
      <source type="image/avif" srcSet={fromCdn(avifSrcset)} sizes="8rem" />
      <img
        src={fromCdn(url)}
        srcSet={fromCdn(srcset)}
        sizes="8rem"
        alt=""
        width={width}
        height={height}
        className="h-8 w-auto max-w-32 shrink-0 object-contain"
        data-logo=""
      />
    </picture>
  );
}

function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 28 12" className="h-3 w-7 shrink-0">
      <rect width="13" height="12" rx="3" className="fill-free" />
      <rect x="15" width="5" height="12" rx="2" className="fill-held" />
      <rect
        x="22.75"
        y="0.75"
        width="4.5"
        height="10.5"
        rx="1.6"
        className="fill-transparent stroke-line-strong"
        strokeWidth="1.5"
      />
    </svg>
  );
}

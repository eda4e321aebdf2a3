import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../base/i18n/format";
import { SearchBox } from "../design/Field";
import { readShopSearch } from "../rooms/catalog/queries";

const PAUSE = 220;

/** The shop's one search. In the shop it looks up after a pause in typing, and the focus stays;
 * from any other page Enter leads there. */
export function ShopSearch({ className }: { className?: string }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { inShop, value } = useRouterState({
    select: ({ location: { pathname, search } }) => ({
      inShop: pathname === "/",
      value: (pathname === "/" && readShopSearch(search).q) || "",
    }),
    structuralSharing: true,
  });
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  useEffect(() => {
    if (!inShop) clearTimeout(timer.current);
    return () => clearTimeout(timer.current);
  }, [inShop]);

  const tell = (next: string, pause: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = next.trim();
      const q = next.trim() || undefined;
      void navigate({
        to: "/",
        search: (before) => (inShop ? { ...readShopSearch(before), q } : { q }),
        replace: inShop,
        resetScroll: !inShop,
      });
    }, pause);
  };

  return (
    <search className={className}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          tell(typed, 0);
        }}
      >
        <SearchBox
          dense
          label={t("shop.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            if (inShop) tell(event.target.value, PAUSE);
          }}
        />
      </form>
    </search>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { isSeller, useSession, waitsForSecondFactor } from "../../base/session";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { LoginFirst } from "../../design/LoginFirst";
import { Notice } from "../../design/Notice";
import { SecondFactorFirst } from "../../design/SecondFactorFirst";
import { Skeleton } from "../../design/Skeleton";
import { Apply } from "./Apply";
import { ownSellersQuery } from "./queries";

const PLACES = [
  ["/selling", "seller.orders"],
  ["/selling/products", "seller.products"],
  ["/selling/preorders", "seller.preorders"],
  ["/selling/returns", "seller.returns"],
  ["/selling/messages", "messages.title"],
  ["/selling/questions", "productQuestions.title"],
  ["/selling/money", "seller.money"],
  ["/selling/trade", "trade.title"],
  ["/selling/page", "seller.page"],
] as const;

interface Props {
  title: string;
  /** The page of one thing, which says its own name. */
  inside?: boolean;
  children: (seller: SellerBody) => ReactNode;
}

/** The frame of a seller's own pages. Who sells nothing yet may ask to. */
export function SellerFrame({ title, inside, children }: Props) {
  const { t } = useLanguage();
  const session = useSession();
  if (!session) return null;
  if (!session.user) return <LoginFirst whole title={t("seller.apply")} hint={t("seller.login")} />;
  if (waitsForSecondFactor(session, ["seller"])) return <SecondFactorFirst />;
  if (!isSeller(session)) return <Apply />;
  return (
    <Own title={title} inside={inside}>
      {children}
    </Own>
  );
}

function Own({ title, inside, children }: Props) {
  const { t } = useLanguage();
  const { seller: chosen } = useSearch({ strict: false });
  const query = useQuery(ownSellersQuery);
  const sellers = query.data?.sellers ?? [];
  const seller = sellers.find(({ id }) => id === chosen) ?? sellers[0];
  if (query.data && !seller) return <Apply />;
  return (
    <div className="page max-w-5xl pb-16">
      {inside ? (
        <div className="-mx-3 pt-6 pb-5 sm:pt-8">
          <Places chosen={chosen} />
        </div>
      ) : (
        <Heading title={title} text={seller?.name} actions={<Places chosen={chosen} />} />
      )}
      <Loaded query={query} loading={<Skeleton className="h-72 w-full" />}>
        {() =>
          seller ? (
            <div className="space-y-6">
              {sellers.length > 1 && <Which sellers={sellers} seller={seller} />}
              {seller.standing === "suspended" && (
                <Notice tone="danger" title={t("seller.suspended")}>
                  {seller.note}
                </Notice>
              )}
              {seller.standing === "leaving" && (
                <Notice tone="held" title={t("leaving.notice")}>
                  {seller.note || t("leaving.noticeText")}
                </Notice>
              )}
              {children(seller)}
            </div>
          ) : null
        }
      </Loaded>
    </div>
  );
}

function Places({ chosen }: { chosen: string | undefined }) {
  const { t } = useLanguage();
  return (
    <nav aria-label={t("seller.nav")} className="flex flex-wrap gap-1">
      {PLACES.map(([to, label]) => (
        <Link
          key={to}
          to={to}
          search={{ seller: chosen }}
          activeOptions={{ exact: to === "/selling", includeSearch: false }}
          className="rounded-m px-3 py-1.5 text-ink-soft hover:bg-sunken hover:text-ink"
          activeProps={{ className: "bg-sunken font-medium !text-ink" }}
        >
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}

function Which({ sellers, seller }: { sellers: SellerBody[]; seller: SellerBody }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  return (
    <Select
      className="max-w-80"
      label={t("seller.which")}
      items={sellers.map(({ id }) => id)}
      nameOf={(id) => sellers.find((one) => one.id === id)?.name ?? id}
      value={seller.id}
      onChoose={(id) => void navigate({ to: ".", search: { seller: id } })}
    />
  );
}

import { Link, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { ChargesSections } from "./ChargesSections";
import { CONTENTS } from "./contents";
import { FraudSection } from "./FraudSection";
import { InvoicesSection } from "./InvoicesSection";
import { LimitsSection } from "./LimitsSection";
import { LookSection } from "./LookSection";
import { OrdersSection } from "./OrdersSection";
import { PaidSection } from "./PaidSection";
import { PayoutSection } from "./PayoutSection";
import { ReceiptsSection } from "./ReceiptsSection";
import { ReturnsSection } from "./ReturnsSection";
import { ConsentSection, SecuritySection } from "./SecuritySection";
import { ShopSection } from "./ShopSection";
import { StockSection } from "./StockSection";
import { useSettings } from "./settings";
import { WalletSection } from "./WalletSection";

/** The shop's settings, one section a matter. */
export function SettingsPage() {
  const { t } = useLanguage();
  return (
    <div className="max-w-2xl">
      <Heading title={t("settings.title")} />
      <Loaded query={useSettings()} loading={<Skeleton className="h-80 w-full" />}>
        {(shown) => (
          <div className="space-y-6">
            <Contents />
            {[
              ShopSection,
              LookSection,
              PaidSection,
              ChargesSections,
              OrdersSection,
              InvoicesSection,
              ReceiptsSection,
              ReturnsSection,
              LimitsSection,
              StockSection,
              FraudSection,
              WalletSection,
              PayoutSection,
              SecuritySection,
              ConsentSection,
            ].map((Section) => (
              <Section key={Section.name} shown={shown} />
            ))}
          </div>
        )}
      </Loaded>
    </div>
  );
}

/** Links to the sections. Where the address names one, the page begins there once it is loaded. */
function Contents() {
  const { t } = useLanguage();
  const { hash } = useLocation();
  useEffect(() => {
    if (hash) document.getElementById(hash)?.scrollIntoView();
  }, [hash]);
  return (
    <nav aria-label={t("settings.contents")}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {CONTENTS.map(([id, title]) => (
          <li key={id}>
            <Link
              to="/staff/settings"
              hash={id}
              className="inline-flex min-h-8 items-center text-accent hover:underline"
            >
              {t(title)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { AlertsSection } from "./AlertsSection";
import { AnnouncementSection } from "./AnnouncementSection";
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
import { ReferralsSection } from "./ReferralsSection";
import { RepeatsSection } from "./RepeatsSection";
import { ReturnsSection } from "./ReturnsSection";
import { ConsentSection, NewsletterSection, SecuritySection } from "./SecuritySection";
import { useSectionShown } from "./SettingsSection";
import { ShopSection } from "./ShopSection";
import { StockSection } from "./StockSection";
import { useSettings } from "./settings";
import { WalletSection } from "./WalletSection";

/** The shop's settings, one section a matter. All are there and one is shown: what is typed in one
 * stays while another is looked at. */
export function SettingsPage() {
  const { t } = useLanguage();
  return (
    <>
      <Heading title={t("settings.title")} />
      <div className="grid gap-6 lg:grid-cols-[11rem_minmax(0,42rem)] lg:gap-8">
        <Contents />
        <Loaded query={useSettings()} loading={<Skeleton className="h-80 w-full" />}>
          {(shown) => (
            <div>
              {[
                ShopSection,
                LookSection,
                AnnouncementSection,
                NewsletterSection,
                PaidSection,
                ChargesSections,
                OrdersSection,
                InvoicesSection,
                ReceiptsSection,
                ReturnsSection,
                RepeatsSection,
                ReferralsSection,
                LimitsSection,
                StockSection,
                FraudSection,
                WalletSection,
                PayoutSection,
                AlertsSection,
                SecuritySection,
                ConsentSection,
              ].map((Section) => (
                <Section key={Section.name} shown={shown} />
              ))}
            </div>
          )}
        </Loaded>
      </div>
    </>
  );
}

/** Links to the sections. */
function Contents() {
  const { t } = useLanguage();
  const here = useSectionShown();
  return (
    <nav aria-label={t("settings.contents")}>
      <ul className="flex flex-wrap gap-x-1 lg:sticky lg:top-20 lg:block">
        {CONTENTS.map(([id, title]) => (
          <li key={id}>
            <Link
              to="/staff/settings"
              hash={id}
              aria-current={id === here ? "true" : undefined}
              className={classes(
                "inline-flex min-h-9 w-full items-center rounded-m px-3 py-1.5 leading-snug hover:text-ink",
                id === here ? "bg-sunken font-medium text-ink" : "text-ink-soft",
              )}
            >
              {t(title)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

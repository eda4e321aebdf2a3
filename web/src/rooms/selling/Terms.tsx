import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { configQuery } from "../../base/api/queries";
import type { CommissionTerms, SellerTerms } from "../../base/api/schema";
import { categoriesQuery } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";

/** When a seller is paid, what waits, and what of their sales is the shop's. */
export function Terms({ terms }: { terms: SellerTerms }) {
  const { t, formats } = useLanguage();
  const currency = useQuery(configQuery).data?.currency;
  const least =
    terms.payoutMinimum > 0 && currency ? formats.price(terms.payoutMinimum, currency) : null;
  return (
    <Panel title={t("seller.terms")}>
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[max-content_1fr]">
        <Term name={t("seller.termsEarned")}>{t("seller.termsEarnedText")}</Term>
        <Term name={t("seller.termsCommission")}>
          <Commission rules={terms.commission} />
        </Term>
        <Term name={t("seller.termsWaits")}>
          {terms.payoutHoldDays > 0
            ? t("seller.termsWaitsText", { count: terms.payoutHoldDays })
            : t("seller.termsWaitsNot")}
        </Term>
        <Term name={t("seller.termsPaid")}>
          {terms.payoutDays > 0
            ? t("seller.termsPaidEvery", { count: terms.payoutDays })
            : t("seller.termsPaidByStaff")}
          {least && <> {t("seller.termsLeast", { price: least })}</>}
        </Term>
      </dl>
    </Panel>
  );
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-13 text-ink-soft sm:pt-0.5">{name}</dt>
      <dd className="-mt-2 min-w-0 wrap-anywhere sm:mt-0">{children}</dd>
    </div>
  );
}

/** The nearest rule to goods holds: those of a category before the one of all others. */
function Commission({ rules }: { rules: CommissionTerms[] }) {
  const { t, formats, locale } = useLanguage();
  const named = rules.some((one) => one.categoryId);
  const tree = useQuery({ ...categoriesQuery(locale), enabled: named }).data?.categories ?? [];
  if (rules.length === 0) return <>{t("seller.termsNoCommission")}</>;
  return (
    <ul>
      {rules.map((one) => (
        <li key={one.categoryId ?? ""} className="tabular">
          {formats.number(one.rate / 1000)}%
          {one.fixed > 0 && one.currency && (
            <> {t("seller.termsFixed", { price: formats.price(one.fixed, one.currency) })}</>
          )}
          {named && (
            <span className="text-ink-soft">
              {" · "}
              {one.categoryId
                ? (tree.find(({ id }) => id === one.categoryId)?.name ?? "…")
                : t("seller.termsOthers")}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

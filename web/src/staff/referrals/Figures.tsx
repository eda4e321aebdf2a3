import { useQuery } from "@tanstack/react-query";
import type { ReferralFiguresBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { figuresQuery } from "./queries";

const COUNTS = ["invited", "ordered", "given", "refused"] as const;
const SUMS = ["revenue", "friendsDiscount", "couponsDiscount"] as const;

/** How many came, bought, and what it cost and brought. */
export function Figures() {
  return (
    <Loaded query={useQuery(figuresQuery)} loading={<Skeleton className="h-40 w-full" />}>
      {(figures) => <Shown figures={figures} />}
    </Loaded>
  );
}

function Shown({ figures }: { figures: ReferralFiguresBody }) {
  const { t, formats } = useLanguage();
  const sum = (name: (typeof SUMS)[number]) =>
    figures[name].map(({ amount, currency }) => formats.price(amount, currency)).join(" + ") || "—";
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-l border border-line bg-line lg:grid-cols-4">
      {COUNTS.map((name) => (
        <Figure
          key={name}
          name={t(`staffReferrals.${name}`)}
          value={formats.number(figures[name])}
        />
      ))}
      {SUMS.map((name) => (
        <Figure key={name} name={t(`staffReferrals.${name}`)} value={sum(name)} />
      ))}
      <Figure name={t("staffReferrals.couponsUsed")} value={formats.number(figures.couponsUsed)} />
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="bg-raised p-4">
      <dt className="text-13 text-ink-soft">{name}</dt>
      <dd className="tabular mt-1 text-18 font-semibold wrap-anywhere">{value}</dd>
    </div>
  );
}

import { Link } from "@tanstack/react-router";
import type { OwnReferrals, ReferralShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Panel } from "../../design/Heading";

const TONES: Record<ReferralShown["status"], BadgeTone> = {
  invited: "gone",
  waiting: "held",
  given: "free",
  refused: "gone",
};

export function ReferralBadge({ status }: { status: ReferralShown["status"] }) {
  const { t } = useLanguage();
  return <Badge tone={TONES[status]}>{t(`referrals.status.${status}`)}</Badge>;
}

/** How many came by one's link, and what was given for them; not who it was. */
export function CameByIt({ own }: { own: OwnReferrals }) {
  const { t, formats } = useLanguage();
  const figures = [
    ["came", own.came],
    ["waiting", own.waiting],
    ["given", own.given],
  ] as const;
  return (
    <Panel title={t("referrals.cameTitle")}>
      <dl className="mb-4 grid grid-cols-3 gap-px overflow-hidden rounded-m border border-line bg-line">
        {figures.map(([name, many]) => (
          <div key={name} className="bg-raised p-3">
            <dt className="text-13 text-ink-soft">{t(`referrals.count.${name}`)}</dt>
            <dd className="tabular text-24 font-semibold">{formats.number(many)}</dd>
          </div>
        ))}
      </dl>
      <ul className="divide-y divide-line">
        {own.referrals.map((one) => (
          <li
            key={one.createdAt}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2"
          >
            <span>
              <time dateTime={one.createdAt}>{formats.day(one.createdAt)}</time>
              <span className="text-13 text-ink-soft">
                {one.dueAt && ` · ${t("referrals.comes", { day: formats.day(one.dueAt) })}`}
                {one.reason && ` · ${t(`referrals.reason.${one.reason}`)}`}
              </span>
            </span>
            <ReferralBadge status={one.status} />
          </li>
        ))}
      </ul>
      {own.given > 0 && (
        <Link to="/coupons" className="mt-3 inline-block text-accent underline underline-offset-4">
          {t("referrals.toCoupons")}
        </Link>
      )}
    </Panel>
  );
}

import type { ReactNode } from "react";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

type Step = RepeatBody["steps"][number];
type Words = ReturnType<typeof useLanguage>["t"];

interface Props {
  steps: Step[];
  /** The link to an order that was placed. */
  order: (id: string) => ReactNode;
}

/** What was done with a repeat order, the newest first. */
export function RepeatSteps({ steps, order }: Props) {
  const { t, formats } = useLanguage();
  return (
    <ul className="space-y-2">
      {steps.map((step) => (
        <li key={`${step.at} ${step.what}`} className="flex flex-wrap gap-x-3 text-15">
          <time dateTime={step.at} className="tabular text-ink-soft">
            {formats.moment(step.at)}
          </time>
          <span>
            {t(`repeats.step.${step.what}`)}
            {why(step, t)}
          </span>
          {step.dueOn && <span className="text-ink-soft">{formats.dayAhead(step.dueOn)}</span>}
          {step.orderId && order(step.orderId)}
        </li>
      ))}
    </ul>
  );
}

const REASONS = ["asked", "stock", "limit", "gone", "address", "wallet", "off", "other"] as const;

const DECLINED = {
  authentication: "repeats.reason.authentication",
  declined: "repeats.reason.declined",
  later: "repeats.reason.later",
  gone: "repeats.reason.cardGone",
  unanswered: "repeats.reason.unanswered",
  other: "repeats.reason.notCharged",
} as const;

/** Why a day was left out, its card not charged, it was paused, or changed without being asked for. */
function why({ what, reason }: Step, t: Words): string {
  if (what === "skipped") {
    const known = REASONS.find((one) => one === reason) ?? "other";
    return `: ${t(`repeats.reason.${known}`)}`;
  }
  if (what === "declined")
    return `: ${t(DECLINED[reason as keyof typeof DECLINED] ?? DECLINED.other)}`;
  if (what === "ended" && reason === "order") return `: ${t("repeats.reason.withOrder")}`;
  if (reason === "blocked" || reason === "unpaid") return `: ${t(`repeats.reason.${reason}`)}`;
  return what === "changed" && reason ? `: ${t("repeats.reason.cardOff")}` : "";
}

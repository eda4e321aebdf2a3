import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { endOf } from "../cart/hold";
import { useTry } from "../cart/tried";
import { usePointsWords } from "../wallets/WalletPay";
import { type HowPaid, useWayItems, WALLET } from "./howPaid";

interface Props {
  order: OrderShown;
  error: Error | null;
  how: HowPaid;
  onOther: (way: string) => void;
}

/** A payment that failed: what is held stays so, for how long, and how else it can be paid. */
export function NotPaid({ order, error, how, onOther }: Props) {
  const { t, locale } = useLanguage();
  const config = useQuery(configQuery).data;
  const tried = useTry(order.id);
  const pointsWords = usePointsWords();
  const left = Math.max(0, (endOf(order) - useServerNow()) / 1000);
  const problem = error && asProblem(error);
  const declined = problem ? problem.code === "payment-failed" : tried?.declined;
  const others = useOthers(how);
  const actions = others.map(({ value, label }) => (
    <Button key={value} size="s" onClick={() => onOther(value)}>
      {t("checkout.payBy", { way: label })}
    </Button>
  ));
  if (declined) {
    return (
      <Notice
        urgent
        tone="danger"
        title={t("checkout.declined")}
        testId="declined"
        actions={actions.length > 0 && actions}
      >
        <p>
          {config?.declineKeepsHold || how.card.id
            ? t("paying.tryAgain", { left: leftText(left, locale) })
            : t("checkout.declinedText")}
        </p>
      </Notice>
    );
  }
  if (!problem) return null;
  const { points } = problem.body;
  return (
    <>
      {points ? (
        <p role="alert" className="text-danger">
          {pointsWords(points)}
        </p>
      ) : (
        <Refusal
          error={problem}
          text={
            problem.passing && !AWAY.has(problem.code)
              ? t("paying.pressAgain", { left: leftText(left, locale) })
              : undefined
          }
        />
      )}
      {AWAY.has(problem.code) && <div className="flex flex-wrap gap-2">{actions}</div>}
    </>
  );
}

const AWAY = new Set([
  "amount-too-fine",
  "provider-unavailable",
  "provider-unknown",
  "receipt-contact-missing",
  "receipt-too-long",
]);

/** Ways through others than the one that was tried. */
function useOthers(how: HowPaid) {
  const { t } = useLanguage();
  const items = useWayItems(how);
  const tried = how.wallet ? WALLET : how.provider?.name;
  const seen = new Set([tried]);
  return items.flatMap(({ value, label }) => {
    const way = how.ways.find((one) => one.value === value);
    const name = way?.provider.name ?? value;
    if (seen.has(name) || way?.provider.available === false) return [];
    seen.add(name);
    return { value, label: way?.scenario ? t("paying.card") : label };
  });
}

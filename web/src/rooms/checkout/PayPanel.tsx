import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import type { Scenario } from "../../base/api/types";
import { leftText, spanText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useKept } from "../../base/kept";
import { useServerNow } from "../../base/now";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { endOf } from "../cart/hold";
import { PayButtons } from "./PayButtons";
import { newAttempt } from "./pay";
import { usePaying } from "./paying";

const SCENARIOS: Scenario[] = ["success", "redirect", "decline", "duplicate", "late"];

/** Pay, or give the goods back. A declined payment leaves the hold and every choice as they were. */
export function PayPanel({ order, reservationId }: { order: OrderShown; reservationId: string }) {
  const { t, formats } = useLanguage();
  const config = useQuery(configQuery).data;
  const [scenario, setScenario] = useKept<Scenario | "manual">("holdfast.scenario", "success");
  const manual = config?.providers.find(({ kind }) => kind === "manual");
  const card = config?.providers.find(({ kind }) => kind !== "manual");
  const byHand = manual && (scenario === "manual" || !card);
  const provider = byHand ? manual : card;

  const paying = usePaying(order);
  const { payment, busy } = paying;
  const price = formats.price(order.due ?? order.total, order.currency);
  const left = Math.max(0, (endOf(order) - useServerNow()) / 1000);
  const hint = t("paying.manualHint", { time: spanText(manual?.holdSeconds ?? 0, formats.locale) });
  if (config && !provider) {
    return (
      <Notice title={t("problem.not-selling")}>
        <p>{t("checkout.noProviderHint")}</p>
      </Notice>
    );
  }
  const declined = payment.isError && asProblem(payment.error).code === "payment-failed";
  return (
    <Panel>
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!provider || busy) return;
          const chosen = card?.kind === "demo" && scenario !== "manual" ? scenario : undefined;
          payment.mutate(newAttempt(reservationId, provider.name, byHand ? undefined : chosen));
        }}
      >
        {card && (
          <Choice
            look="rows"
            legend={t("checkout.method")}
            value={byHand ? "manual" : card.kind === "demo" ? scenario : "success"}
            onChange={(value) => setScenario(value as Scenario | "manual")}
            items={[
              ...(card.kind === "demo"
                ? SCENARIOS.map((value) => ({
                    value: value as string,
                    label: t(`checkout.scenario.${value}`),
                    hint: t(`checkout.scenario.${value}Hint`),
                  }))
                : [{ value: "success", label: t("paying.card") }]),
              ...(manual
                ? [{ value: "manual", label: manual.title || t("paying.manual"), hint }]
                : []),
            ]}
          />
        )}
        {byHand && (
          <div className="space-y-1">
            {!card && (
              <h2 className="text-18 font-semibold">{manual.title || t("paying.manual")}</h2>
            )}
            {!card && <p>{hint}</p>}
            {manual.instructions && (
              <p className="whitespace-pre-line text-ink-soft">{manual.instructions}</p>
            )}
          </div>
        )}
        {declined ? (
          <Notice urgent tone="danger" title={t("checkout.declined")} testId="declined">
            <p>
              {config?.declineKeepsHold
                ? t("paying.tryAgain", { left: leftText(left, formats.locale) })
                : t("checkout.declinedText")}
            </p>
          </Notice>
        ) : (
          payment.isError && <Refusal error={payment.error} />
        )}
        <PayButtons
          paying={paying}
          label={t(byHand ? "paying.order" : "checkout.pay", { price })}
        />
      </form>
    </Panel>
  );
}

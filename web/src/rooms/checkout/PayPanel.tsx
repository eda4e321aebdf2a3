import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import { configQuery, renew } from "../../base/api/queries";
import type { Order, Scenario } from "../../base/api/types";
import { leftText, spanText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useKept } from "../../base/kept";
import { useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { endOf, giveBack } from "../cart/hold";
import { newAttempt, pay } from "./pay";

const SCENARIOS: Scenario[] = ["success", "redirect", "decline", "duplicate", "late"];

/** Pay, or give the goods back. A declined payment leaves the hold and every choice as they were. */
export function PayPanel({ order, reservationId }: { order: Order; reservationId: string }) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const config = useQuery(configQuery).data;
  const [scenario, setScenario] = useKept<Scenario | "manual">("holdfast.scenario", "success");
  const manual = config?.providers.find(({ kind }) => kind === "manual");
  const card = config?.providers.find(({ kind }) => kind !== "manual");
  const byHand = manual && (scenario === "manual" || !card);
  const provider = byHand ? manual : card;

  const refresh = () => renew(["orders"], ["coupons", "mine"]);
  const payment = useMutation({
    mutationFn: pay,
    onSuccess: async (end) => {
      if (end === "elsewhere") return;
      await refresh();
      await navigate({ to: "/orders/$orderId", params: { orderId: order.id }, replace: true });
    },
    onError: refresh,
  });
  const cancel = useMutation({
    mutationFn: () => giveBack(order.id),
    onSuccess: refresh,
    onError: refresh,
  });

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
  const busy = payment.isPending || payment.isSuccess;
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
        {declined && config?.declineKeepsHold ? (
          <Notice urgent tone="danger" title={t("checkout.declined")} testId="declined">
            <p>{t("paying.tryAgain", { left: leftText(left, formats.locale) })}</p>
          </Notice>
        ) : declined ? (
          <Notice urgent tone="danger" title={t("checkout.declined")} testId="declined">
            <p>{t("checkout.declinedText")}</p>
          </Notice>
        ) : (
          payment.isError && <Refusal error={payment.error} />
        )}
        {cancel.isError && <Refusal error={cancel.error} onRetry={() => cancel.mutate()} />}
        <div className="flex flex-wrap items-center gap-3">
          <Button kind="primary" size="l" type="submit" className="grow" busy={busy} online>
            {busy
              ? t("order.underWay")
              : byHand
                ? t("paying.order", { price: formats.price(order.total, order.currency) })
                : t("checkout.pay", { price: formats.price(order.total, order.currency) })}
          </Button>
          <Button
            kind="plain"
            size="l"
            className="grow sm:grow-0"
            busy={cancel.isPending}
            disabled={busy}
            onClick={() => cancel.mutate()}
          >
            {t("checkout.cancel")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

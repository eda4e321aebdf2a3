import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem";
import { configQuery } from "../api/queries";
import type { Order, Scenario } from "../api/types";
import { Button } from "../components/Button";
import { Choice } from "../components/Choice";
import { Refusal } from "../components/Failure";
import { Panel } from "../components/Heading";
import { Notice } from "../components/Notice";
import { useFormats } from "../i18n/format";
import { giveBack } from "./enter";
import { useKept } from "./kept";
import { newAttempt, pay } from "./pay";

const SCENARIOS: Scenario[] = ["success", "decline", "duplicate", "late"];

/** Pay, or give the goods back. A declined payment leaves the hold and every choice as they were. */
export function PayPanel({ order, reservationId }: { order: Order; reservationId: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const client = useQueryClient();
  const navigate = useNavigate();
  const config = useQuery(configQuery).data;
  const provider = config?.providers[0];
  const [scenario, setScenario] = useKept<Scenario>("holdfast.scenario", "success");

  const refresh = () =>
    Promise.all(
      [["orders"], ["coupons", "mine"]].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  const payment = useMutation({
    mutationFn: pay,
    onSuccess: async () => {
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

  if (config && !provider) {
    return (
      <Notice title={t("checkout.noProvider")}>
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
          const chosen = config?.demo ? scenario : undefined;
          payment.mutate(newAttempt(reservationId, provider, chosen));
        }}
      >
        {config?.demo && (
          <Choice
            look="rows"
            legend={t("checkout.method")}
            value={scenario}
            onChange={(value) => setScenario(value as Scenario)}
            items={SCENARIOS.map((value) => ({
              value,
              label: t(`checkout.scenario.${value}`),
              hint: t(`checkout.scenario.${value}Hint`),
            }))}
          />
        )}
        {declined ? (
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
              ? t("checkout.paying")
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

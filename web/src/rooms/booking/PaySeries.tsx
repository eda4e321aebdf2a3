import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { SeriesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { MixChoice, useSources } from "../mix/MixChoice";
import { nameOf, restOf } from "../mix/mix";
import { usePaySeries } from "./seriesQueries";

interface Props {
  series: SeriesAnswer;
  /** At once, by nobody's page: what paid it is gone from this one then. */
  onPaid: () => void;
}

/** For all that waits for its money: what one has first, in the order it is ticked, and a provider
 * for what that leaves. No more is taken by it than the button says. */
export function PaySeries({ series, onPaid }: Props) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const pay = usePaySeries(
    series.id,
    (orderId) => void navigate({ to: "/checkout/$orderId", params: { orderId } }),
    onPaid,
  );
  const providers = useQuery(configQuery).data?.providers ?? [];
  const { data } = useSources(`/series/${series.id}/sources`, true);
  const [picked, pick] = useState<string[]>([]);
  const sources = data?.sources ?? [];
  const chosen = picked.flatMap((name) => sources.find((one) => nameOf(one) === name) ?? []);
  const rest = restLeft(pay.error) ?? restOf(data?.due ?? series.dueNow, chosen);
  const deposits = series.due > 0 ? "series.payDeposits" : "series.pay";
  const send = (provider?: string) =>
    pay.mutate({
      sources: chosen.map(({ kind, grantId }) => ({ kind, grantId })),
      provider,
      ...(provider && { expectedRest: rest }),
    });
  return (
    <div className="space-y-3">
      {sources.length > 0 && (
        <MixChoice
          sources={sources}
          currency={series.currency}
          chosen={picked}
          onChange={(names) => {
            pay.reset();
            pick(names);
          }}
        />
      )}
      {pay.isError && <Refusal error={pay.error} />}
      <div className="flex flex-wrap gap-2">
        {rest === 0 ? (
          <Button kind="primary" busy={pay.isPending} onClick={() => send()}>
            {t("series.payOwn", { price: formats.price(series.dueNow, series.currency) })}
          </Button>
        ) : (
          providers.map(({ name, kind, title }) => (
            <Button
              key={name}
              kind="primary"
              className="whitespace-normal!"
              busy={pay.isPending && pay.variables?.provider === name}
              onClick={() => send(name)}
            >
              {t(chosen.length > 0 ? "series.payRest" : deposits, {
                price: formats.price(rest, series.currency),
                way: title || t(kind === "manual" ? "paying.manual.session" : "paying.card"),
              })}
            </Button>
          ))
        )}
      </div>
    </div>
  );
}

/** What is left by the shop's own reckoning, where it is more than was shown. */
function restLeft(error: unknown): number | undefined {
  const found = error ? (asProblem(error).body as { code?: string; rest?: number }) : {};
  return found.code === "rest-not-covered" ? found.rest : undefined;
}

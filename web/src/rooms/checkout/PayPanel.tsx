import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { configQuery } from "../../base/api/queries";
import type { OrderShown, ProviderBody } from "../../base/api/schema";
import type { Scenario } from "../../base/api/types";
import { leftText, spanText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useKept } from "../../base/kept";
import { useServerNow } from "../../base/now";
import { useSession } from "../../base/session";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";
import { Check } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { endOf, useHold } from "../cart/hold";
import { type ByCode, CodeAtTill } from "./CodeAtTill";
import { MixChoice, nameOf, restOf, useSources } from "./MixChoice";
import { PayButtons } from "./PayButtons";
import { newAttempt } from "./pay";
import { usePaying } from "./paying";

const SCENARIOS: Scenario[] = ["success", "redirect", "decline", "duplicate", "late"];

/** One way to pay: a provider, or what the demo's is to do. */
interface Way {
  value: string;
  provider: ProviderBody;
  scenario?: Scenario;
}

function waysOf(provider: ProviderBody): Way[] {
  if (provider.kind === "demo")
    return SCENARIOS.map((scenario) => ({ value: scenario, provider, scenario }));
  return [{ value: provider.name, provider }];
}

function itemOf(
  { value, provider, scenario }: Way,
  { t, formats }: ReturnType<typeof useLanguage>,
) {
  if (scenario)
    return {
      value,
      label: t(`checkout.scenario.${scenario}`),
      hint: t(`checkout.scenario.${scenario}Hint`),
    };
  if (!provider.available) {
    const label = provider.title || t("paying.card");
    return { value, label, hint: t("checkout.away"), off: true };
  }
  if (provider.kind === "manual") {
    const hint = t("paying.manualHint", { time: spanText(provider.holdSeconds, formats.locale) });
    return { value, label: provider.title || t("paying.manual"), hint };
  }
  return { value, label: provider.title || t("paying.card"), hint: t("paying.cardHint") };
}

const sameAs = (one: ByCode) => (other: { grantId: string | null }) =>
  other.grantId === one.grantId;

/** Pay, or give the goods back. A declined payment leaves the hold and every choice as they were. */
export function PayPanel({ order, reservationId }: { order: OrderShown; reservationId: string }) {
  const language = useLanguage();
  const { t, formats } = language;
  const config = useQuery(configQuery).data;
  const [kept, keep] = useKept<string>("holdfast.scenario", "success");
  const ways = config?.providers.flatMap(waysOf) ?? [];
  const open = ways.filter((one) => one.provider.available);
  const way = open.find(({ value }) => value === kept) ?? open[0] ?? ways[0];
  const provider = way?.provider;
  const byHand = provider?.kind === "manual";
  const member = Boolean(useSession()?.user);
  const [wish, setWish] = useState(false);

  const offered = useSources(reservationId);
  const [typed, setTyped] = useState<ByCode[]>([]);
  const own = offered.data?.sources ?? [];
  const sources = [...own, ...typed.filter((one) => !own.some(sameAs(one)))];
  const [picked, pick] = useState<string[]>([]);
  const chosen = picked.flatMap((name) => sources.find((one) => nameOf(one) === name) ?? []);
  const held = useHold();
  const paying = usePaying(order);
  const { payment, busy } = paying;
  const rest = restOf(order.due ?? order.total, chosen);
  const price = formats.price(rest, order.currency);
  const left = Math.max(0, (endOf(order) - useServerNow()) / 1000);
  const hold = spanText(provider?.holdSeconds ?? 0, formats.locale);
  if (config && !provider) {
    return (
      <Notice title={t("problem.not-selling")}>
        <p>{t("checkout.noProviderHint")}</p>
      </Notice>
    );
  }
  const mayKeep = member && rest > 0 && provider?.keepsCards === true;
  const kind = payment.isError ? asProblem(payment.error).code : null;
  const declined = kind ? kind === "payment-failed" : held?.orderId === order.id && held.declined;
  return (
    <Panel>
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!way || busy) return;
          const mix = chosen.map(({ kind, grantId }) => {
            const code = typed.find((one) => one.grantId === grantId)?.code;
            return kind === "certificate" && code ? { kind, code } : { kind, grantId };
          });
          payment.mutate(
            newAttempt(reservationId, way.provider.name, way.scenario, mix, mayKeep && wish),
          );
        }}
      >
        {sources.length > 0 && (
          <MixChoice sources={sources} currency={order.currency} chosen={picked} onChange={pick} />
        )}
        {!offered.isError && (
          <CodeAtTill
            reservationId={reservationId}
            onFound={(found) => {
              setTyped((before) => [...before.filter((one) => !sameAs(found)(one)), found]);
              pick((before) => [...new Set([...before, nameOf(found)])]);
            }}
          />
        )}
        {rest === 0 ? null : ways.length > 1 || !byHand ? (
          <Choice
            look="rows"
            legend={t("checkout.method")}
            value={way?.value}
            onChange={keep}
            items={ways.map((one) => itemOf(one, language))}
          />
        ) : (
          <div className="space-y-1">
            <h2 className="text-18 font-semibold">{provider.title || t("paying.manual")}</h2>
            <p>{t("paying.manualHint", { time: hold })}</p>
          </div>
        )}
        {byHand && rest > 0 && provider.instructions && (
          <p className="whitespace-pre-line text-ink-soft">{provider.instructions}</p>
        )}
        {mayKeep && (
          <div>
            <Check
              label={t("paying.saveCard")}
              aria-describedby="save-card"
              checked={wish}
              onChange={(event) => setWish(event.target.checked)}
            />
            <p id="save-card" className="text-13 text-ink-soft">
              {t("paying.saveCardHint")}
            </p>
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
          label={t(byHand && rest > 0 ? "paying.order" : "checkout.pay", {
            price: rest > 0 ? price : formats.price(order.due ?? order.total, order.currency),
          })}
        />
      </form>
    </Panel>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { configQuery } from "../../base/api/queries";
import type { OrderShown, ProviderBody, SourceOffered } from "../../base/api/schema";
import type { Scenario } from "../../base/api/types";
import { spanText } from "../../base/countdown";
import { POINTS, useLanguage } from "../../base/i18n/format";
import { useKept } from "../../base/kept";
import { useSession } from "../../base/session";
import { useSources } from "../mix/MixChoice";
import { nameOf, paidBy, restOf } from "../mix/mix";
import { heldMeanwhile } from "../orders/heldMeanwhile";
import type { ByCode } from "./CodeAtTill";
import { useCardChoice } from "./cardChoice";
import { newAttempt } from "./pay";
import type { Way as Chosen } from "./ways";

const SCENARIOS: Scenario[] = ["success", "redirect", "decline", "duplicate", "late"];
export const WALLET = "wallet";

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

/** Points are no money: no card is charged for them. They are paid from a wallet, or to the shop. */
export const takes = (currency: string) => (provider: Pick<ProviderBody, "kind">) =>
  currency !== POINTS || provider.kind === "manual";

const sameAs = (one: ByCode) => (other: { grantId: string | null }) =>
  other.grantId === one.grantId;

/** How an order is to be paid: by what of one's own first, and the rest through whom. */
export function useHowPaid(order: OrderShown, reservationId: string) {
  const config = useQuery(configQuery).data;
  const member = Boolean(useSession()?.user);
  const [from, setFrom] = useKept<Chosen>("holdfast.way", "hold");
  const [kept, keep] = useKept<string>("holdfast.scenario", "success");
  const points = order.currency === POINTS;
  const [otherwise, setOtherwise] = useState(false);
  const ways = config?.providers.filter(takes(order.currency)).flatMap(waysOf) ?? [];
  const open = ways.filter((one) => one.provider.available);
  const way = open.find(({ value }) => value === kept) ?? open[0] ?? ways[0];
  const wallet = member && (points ? !otherwise : from === "wallet");
  const [wish, setWish] = useState(false);
  const [charge, setCharge] = useState(false);

  // Asked once it is known where the goods go.
  const offered = useSources(`/payments/sources/${reservationId}`, !order.addressNeeded);
  const [typed, setTyped] = useState<ByCode[]>([]);
  const own = offered.data?.sources ?? [];
  const sources = [...own, ...typed.filter((one) => !own.some(sameAs(one)))];
  const [picked, pick] = useState<string[]>([]);
  const chosen = wallet
    ? []
    : picked.flatMap((name) => sources.find((one) => nameOf(one) === name) ?? []);
  const due = order.due ?? order.total;
  const rest = restOf(due, chosen);
  const provider = way?.provider;
  const byProvider = member && !wallet && rest > 0;
  const card = useCardChoice(byProvider ? provider : undefined);
  const mayCharge = byProvider && order.repeatId !== null && provider?.chargesLater === true;
  // What is charged later is kept for that.
  const mayKeep = byProvider && provider?.keepsCards === true && !card.id && !(mayCharge && charge);

  return {
    loaded: config !== undefined,
    member,
    ways,
    way,
    provider,
    wallet,
    held: heldMeanwhile(order),
    byHand: !wallet && rest > 0 && provider?.kind === "manual",
    choose: (value: string) => {
      if (points) setOtherwise(value !== WALLET);
      else setFrom(value === WALLET ? "wallet" : "hold");
      if (value !== WALLET) keep(value);
    },
    sources,
    /** What is one's own, and certificates, pay once it is known where the goods go. */
    ownLater: order.addressNeeded && (config?.uses.packages ?? false),
    byCode: !order.addressNeeded && !offered.isError,
    chosen,
    picked,
    pick,
    found: (one: ByCode) => {
      setTyped((before) => [...before.filter((other) => !sameAs(one)(other)), one]);
      pick((before) => [...new Set([...before, nameOf(one)])]);
    },
    due,
    rest,
    card,
    mayKeep,
    wish,
    setWish,
    mayCharge,
    charge,
    setCharge,
    /** Under a key of its own, of what is held under this reservation. Each pays what is shown, or
     * nothing is paid. */
    attempt: (reserved: string) => {
      if (wallet) return newAttempt(reserved, "wallet");
      const pays = paidBy(due, chosen);
      const mix = chosen.flatMap(({ kind, grantId }, place) => {
        const amount = pays[place];
        if (!amount) return [];
        const code = typed.find((one) => one.grantId === grantId)?.code;
        return [code ? { kind, code, amount } : { kind, grantId, amount }];
      });
      const wanted = {
        saveCard: mayKeep && wish,
        chargeLater: mayCharge && charge,
        cardId: card.id,
      };
      return way && newAttempt(reserved, way.provider.name, way.scenario, mix, wanted);
    },
  };
}
export type HowPaid = ReturnType<typeof useHowPaid>;

/** What the button says: no price where nothing is left of it. */
export function wordsOfButton({ rest, byHand }: Pick<HowPaid, "rest" | "byHand">) {
  if (rest === 0) return "checkout.nothingLeft";
  return byHand ? "paying.order" : "checkout.pay";
}

/** What the ways are called, and what to know of each. */
export function useWayItems({ ways, member, held }: HowPaid) {
  const { t, formats } = useLanguage();
  const itemOf = ({ value, provider, scenario }: Way) => {
    if (scenario)
      return {
        value,
        label: t(`checkout.scenario.${scenario}`),
        hint: t(`checkout.scenario.${scenario}Hint`),
      };
    if (!provider.available)
      return {
        value,
        label: provider.title || t("paying.card"),
        hint: t("checkout.away"),
        off: true,
      };
    if (provider.kind === "manual") {
      const hint = t(`paying.manualHint.${held}`, {
        time: spanText(provider.holdSeconds, formats.locale),
      });
      return { value, label: provider.title || t(`paying.manual.${held}`), hint };
    }
    return { value, label: provider.title || t("paying.card"), hint: t("paying.cardHint") };
  };
  const wallet = { value: WALLET, label: t("checkout.way.wallet") };
  return [...ways.map(itemOf), ...(member ? [wallet] : [])];
}

/** What a source is called. */
export function useSourceWords() {
  const { t } = useLanguage();
  return ({ name, kind }: SourceOffered) => name || t(`mix.kind.${kind}`);
}

import type { FraudReasonShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

const COUNTED = ["account", "card", "address", "device", "declined"] as const;
const KINDS = [...COUNTED, "country"] as const;

/** A rule's name where it is one that is known. */
export function useRuleName() {
  const { t } = useLanguage();
  return (rule: string): string => {
    const counted = COUNTED.find((one) => one === rule);
    if (counted) return t(`fraud.rule.${counted}`);
    if (rule === "countries") return t("fraud.rule.countries");
    if (rule === "first-order") return t("fraud.rule.firstOrder");
    if (rule === "allowed") return t("fraud.allowed");
    if (rule === "blocked") return t("fraud.blocked");
    return rule;
  };
}

/** Says what speaks for or against an order. */
export function useReasons() {
  const { t, formats } = useLanguage();
  const name = useRuleName();
  return ({ rule, found, most, detail }: FraudReasonShown): string => {
    if (rule === "countries") {
      const [card = "", goods = ""] = detail.split(" ");
      return t("fraud.said.countries", { card, goods });
    }
    if (rule === "first-order")
      return t("fraud.said.firstOrder", { sum: formats.price(found, detail) });
    if (rule === "allowed" || rule === "blocked") {
      const kind = KINDS.find((one) => one === detail && one !== "declined");
      const what = kind && kind !== "declined" ? t(`fraud.kind.${kind}`) : detail;
      return `${name(rule)}: ${what}`;
    }
    return t("fraud.said.counted", {
      name: name(rule),
      found: formats.number(found),
      most: formats.number(most),
    });
  };
}

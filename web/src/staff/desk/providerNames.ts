import { useLanguage } from "../../base/i18n/format";

const KNOWN = ["manual", "stripe", "yookassa", "paypal", "demo"] as const;

/** What staff call a provider. */
export function useProviderName() {
  const { t } = useLanguage();
  return (provider: string) => {
    const known = KNOWN.find((each) => each === provider);
    return known ? t(`staffOrder.ways.${known}`) : provider;
  };
}

import type { AttributeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useFact } from "./facts";

interface Props {
  vendor: string;
  attributes: readonly AttributeBody[];
}

/** What describes the product, one fact a line. */
export function Facts({ vendor, attributes }: Props) {
  const { t } = useLanguage();
  const worded = useFact();
  const facts = [
    ...(vendor ? [{ code: "", name: t("product.vendor"), text: vendor }] : []),
    ...attributes.map((one) => ({ code: one.code, name: one.name, text: worded(one) })),
  ];
  if (facts.length === 0) return null;
  return (
    <section aria-label={t("product.facts")} className="border-t border-line pt-6">
      <h2 className="mb-2 font-semibold">{t("product.facts")}</h2>
      <dl className="divide-y divide-line text-15">
        {facts.map(({ code, name, text }) => (
          <div key={code} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-4 py-2">
            <dt className="text-ink-soft wrap-anywhere">{name}</dt>
            <dd className="wrap-anywhere">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

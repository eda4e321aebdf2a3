import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";

type Agreement = NonNullable<StaffOrderAnswer["agreement"]>;

/** Which texts of the shop's the buyer agreed to when they paid, each by when it was changed last
 * then. */
export function AgreedTo({ agreement }: { agreement: Agreement }) {
  const { t, formats, locale } = useLanguage();
  const languages = new Intl.DisplayNames([locale], { type: "language" });
  return (
    <Panel title={t("staffOrder.agreed")}>
      <p className="tabular">{formats.moment(agreement.agreedAt)}</p>
      <ul className="mt-1 text-13">
        {agreement.texts.map((one) => (
          <li key={one.name}>
            <a
              href={`/policies/${one.name}?locale=${one.locale}`}
              target="_blank"
              rel="noopener"
              className="text-accent underline underline-offset-4"
            >
              {t(`policy.${one.name}`)}
            </a>
            <span className="block text-ink-soft">
              {t("staffOrder.agreedText", {
                language: languages.of(one.locale) ?? one.locale,
                time: formats.moment(one.changedAt),
              })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import { Fragment } from "react";
import { useLanguage } from "../../base/i18n/format";
import { type PolicyName, useAgreed } from "./queries";

interface Props {
  names: PolicyName[];
  className?: string;
}

/** The shop's texts, each in a tab of its own, so that what was typed or is held stays; and outside of
 * a frame that the shop stands in. */
export function PolicyTabs({ names, className }: Props) {
  const { t, locale } = useLanguage();
  return names.map((name, place) => (
    <Fragment key={name}>
      {place > 0 && " · "}
      <a
        href={`/policies/${name}?locale=${locale}`}
        target="_blank"
        rel="noopener"
        className={className}
      >
        {t(`policy.${name}`)}
      </a>
    </Fragment>
  ));
}

/** What whoever orders agrees to by it, where the shop has any text. */
export function Agreed() {
  const { t } = useLanguage();
  const policies = useAgreed();
  if (policies.length === 0) return null;
  return (
    <p data-testid="agreed" className="text-13 text-ink-soft">
      {t(policies.includes("privacy") ? "policy.agreeData" : "policy.agree")}{" "}
      <PolicyTabs names={policies} className="text-accent underline underline-offset-4" />
    </p>
  );
}

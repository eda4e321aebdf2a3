import { useId } from "react";
import { useLanguage } from "../../base/i18n/format";
import { ProductPicker } from "../desk/ProductPicker";

interface Props {
  chosen: string[];
  onChange: (chosen: string[]) => void;
  /** What none chosen means, if not all. */
  hint?: string | undefined;
  error?: string | null;
}

/** For which products a campaign is; none chosen means all. */
export function ProductScope({ hint, error, ...props }: Props) {
  const { t } = useLanguage();
  const id = useId();
  return (
    <fieldset aria-describedby={id} className="min-w-0">
      <legend className="mb-1 text-13 font-medium text-ink-soft">
        {t("staff.campaign.scope")}
      </legend>
      <ProductPicker {...props} otherwise={(one) => one.slice(-6)} />
      <p id={id} className="text-13 text-ink-soft">
        {error && (
          <span role="alert" className="block text-danger">
            {error}
          </span>
        )}
        {hint ?? t("staff.campaign.scopeHint")}
      </p>
    </fieldset>
  );
}

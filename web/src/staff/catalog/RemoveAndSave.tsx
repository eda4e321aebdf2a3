import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";

interface Props {
  /** Null where it is new, so there is nothing to remove. */
  remove: (() => void) | null;
  removing: boolean;
  saving: boolean;
}

/** The end of a dialog's form. */
export function RemoveAndSave({ remove, removing, saving }: Props) {
  const { t } = useLanguage();
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      {remove ? (
        <Button busy={removing} onClick={remove}>
          {t("categories.remove")}
        </Button>
      ) : (
        <span />
      )}
      <Button kind="primary" type="submit" busy={saving}>
        {t(saving ? "form.saving" : "form.save")}
      </Button>
    </div>
  );
}

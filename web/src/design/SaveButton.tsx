import { useLanguage } from "../base/i18n/format";
import { Button } from "./Button";

interface Props {
  sending: { isPending: boolean };
  disabled?: boolean;
}

/** Sends a form that saves something, and says while that is under way. */
export function SaveButton({ sending, disabled }: Props) {
  const { t } = useLanguage();
  return (
    <Button kind="primary" type="submit" busy={sending.isPending} disabled={disabled}>
      {t(sending.isPending ? "form.saving" : "form.save")}
    </Button>
  );
}

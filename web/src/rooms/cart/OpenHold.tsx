import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { useHold } from "./hold";

/** What is held for the visitor, and the way to pay for it; quiet where it was there before. */
export function OpenHold({ silent }: { silent?: boolean }) {
  const { t } = useLanguage();
  const hold = useHold();
  if (!hold) return null;
  return (
    <Notice
      silent={silent}
      title={t("cart.openHold")}
      actions={
        <ButtonLink
          kind={silent ? "quiet" : "primary"}
          size="s"
          to="/checkout/$orderId"
          params={{ orderId: hold.orderId }}
        >
          {t("order.pay")}
        </ButtonLink>
      }
    >
      <p>{t("cart.openHoldText", { number: hold.number })}</p>
    </Notice>
  );
}

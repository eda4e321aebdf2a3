import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import type { usePaying } from "./paying";

interface Props {
  paying: ReturnType<typeof usePaying>;
  /** What it says before; without it there is nothing to pay with. */
  label?: string;
  /** Where it is no form that it sends. */
  onPay?: () => void;
}

/** The last step of the till, and the way back out of it. */
export function PayButtons({ paying: { cancel, busy }, label, onPay }: Props) {
  const { t } = useLanguage();
  return (
    <>
      {cancel.isError && <Refusal error={cancel.error} onRetry={() => cancel.mutate()} />}
      <div className="flex flex-wrap items-center gap-3">
        {label && (
          <Button
            kind="primary"
            size="l"
            type={onPay ? "button" : "submit"}
            className="grow"
            busy={busy}
            online
            onClick={onPay}
          >
            {busy ? t("order.underWay") : label}
          </Button>
        )}
        <Button
          kind="plain"
          size="l"
          className="grow sm:grow-0"
          busy={cancel.isPending}
          disabled={busy}
          onClick={() => cancel.mutate()}
        >
          {t("checkout.cancel")}
        </Button>
      </div>
    </>
  );
}

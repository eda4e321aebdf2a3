import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { PayoutBody, SellerStanding } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { toast } from "../../design/Toasts";

/** All that may be paid out now, for whom the `place` is of. */
export function SetAside({ place, standing }: { place: string; standing: SellerStanding }) {
  const { t, formats } = useLanguage();
  const { payable, currency } = standing;
  const setting = useIntent((key) => insist<PayoutBody>(`${place}/payouts`, { currency }, key), {
    onSuccess: async (made) => {
      await renew(["staff", "payouts"], ["staff", "holders"], ["seller"]);
      toast({ title: t("desk.setAside", { price: formats.price(made.amount, currency) }) });
    },
  });
  if (payable === 0) return null;
  return (
    <div className="space-y-2">
      <Button busy={setting.isPending} onClick={() => setting.mutate()}>
        {t("desk.payNow", { price: formats.price(payable, currency) })}
      </Button>
      {setting.isError && <Refusal reader="staff" error={setting.error} />}
    </div>
  );
}

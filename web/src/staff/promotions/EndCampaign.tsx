import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { insist } from "../../base/api/client";
import type { CampaignAnswer, StaffCampaign } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";

interface Props {
  campaign: StaffCampaign | null;
  onClose: () => void;
}

/** No more coupons from now on; it cannot be undone, so it is asked for with a reason. */
export function EndCampaign({ campaign, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog
      open={campaign !== null}
      onClose={onClose}
      title={t("campaigns.endTitle", { name: campaign?.name ?? "" })}
      text={t("campaigns.endText")}
    >
      {campaign && <EndForm key={campaign.id} campaign={campaign} onDone={onClose} />}
    </Dialog>
  );
}

function EndForm({ campaign, onDone }: { campaign: StaffCampaign; onDone: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const missing = reason.trim() === "";
  const path = `/staff/coupon-campaigns/${campaign.id}/end`;
  const asked = { reason: reason.trim() };
  const ending = useIntent((key) => insist<CampaignAnswer>(path, asked, key), {
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["staff", "campaigns"] });
      void client.invalidateQueries({ queryKey: ["coupons"] });
      toast({ title: t("campaigns.ended", { name: campaign.name }) });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing) box.current?.focus();
    else ending.mutate();
  };
  return (
    <form noValidate className="space-y-4" onSubmit={submit} onChange={ending.another}>
      <Field
        ref={box}
        data-first
        label={t("staff.reason")}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.target.value)}
        error={tried && missing ? t("staff.reasonMissing") : null}
        hint={t("campaigns.reasonHint")}
      />
      {ending.isError && <Refusal reader="staff" error={ending.error} />}
      <div className="flex justify-end pt-2">
        <Button kind="primary" type="submit" busy={ending.isPending}>
          {t("campaigns.end")}
        </Button>
      </div>
    </form>
  );
}

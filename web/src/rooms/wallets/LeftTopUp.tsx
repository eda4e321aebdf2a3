import { useEffect } from "react";
import { insist } from "../../base/api/client";
import type { TopUpLeftAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { learnWallet } from "./queries";

const TONES = { open: "calm", pending: "held", paid: "free" } as const;

/** Back from the provider's page: what was to be paid there is called off, unless it was paid. */
export function LeftTopUp({ walletId }: { walletId: string }) {
  const { t } = useLanguage();
  const { mutate, data, isError, error } = useIntent(
    (key) => insist<TopUpLeftAnswer>(`/wallets/${walletId}/leave-payment`, {}, key),
    { onSuccess: ({ wallet }) => learnWallet(wallet) },
  );
  useEffect(() => mutate(), [mutate]);
  if (isError) return <Refusal error={error} />;
  if (!data) return <Notice tone="held" title={t("order.leaving")} testId="left" />;
  return (
    <Notice tone={TONES[data.status]} title={t(`wallet.left.${data.status}`)} testId="left">
      {data.status === "pending" && <p>{t("wallet.pendingText")}</p>}
    </Notice>
  );
}

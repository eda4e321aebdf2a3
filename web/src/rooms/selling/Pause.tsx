import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient } from "../../base/api/queries";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { pauseQuery, putPause, renewProducts } from "./queries";

function usePausing(seller: SellerBody, paused: boolean, onDone?: () => void) {
  return useMutation({
    mutationFn: () => putPause(seller.id, paused),
    onSuccess: async (now) => {
      queryClient.setQueryData(pauseQuery(seller.id).queryKey, now);
      await renewProducts(seller.id);
      onDone?.();
    },
  });
}

/** Says that the seller has paused, and ends it. */
export function PauseNotice({ seller }: { seller: SellerBody }) {
  const { t } = useLanguage();
  const pause = useQuery(pauseQuery(seller.id)).data;
  const ending = usePausing(seller, false);
  if (!pause?.paused) return null;
  return (
    <Notice
      tone="held"
      title={t("seller.paused")}
      actions={
        seller.standing === "approved" && (
          <Button busy={ending.isPending} onClick={() => ending.mutate()}>
            {t("seller.unpause")}
          </Button>
        )
      }
    >
      {t("seller.pausedHint", { count: pause.products })}
      {ending.isError && <Refusal error={ending.error} />}
    </Notice>
  );
}

/** Takes all that the seller has on sale off sale, as for a holiday. */
export function Pause({ seller }: { seller: SellerBody }) {
  const { t } = useLanguage();
  const [asking, ask] = useState(false);
  const pausing = usePausing(seller, true, () => ask(false));
  return (
    <>
      <Button onClick={() => ask(true)}>{t("seller.pause")}</Button>
      {asking && (
        <Dialog
          open
          onClose={() => ask(false)}
          title={t("seller.pauseTitle")}
          text={t("seller.pauseText")}
        >
          {pausing.isError && <Refusal error={pausing.error} />}
          <div className="flex justify-end pt-2">
            <Button
              data-first
              kind="primary"
              busy={pausing.isPending}
              onClick={() => pausing.mutate()}
            >
              {t("seller.pause")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient, renew } from "../../base/api/queries";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { LeftOpenList } from "./LeftOpen";
import { leavingQuery, ownPlace, ownSellersQuery, putLeaving } from "./queries";

function useLeaving(seller: SellerBody, leaving: boolean, onDone?: () => void) {
  return useMutation({
    mutationFn: () => putLeaving(seller.id, leaving),
    // Closed at once, where nothing is open: then there is nothing to read any more.
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ownSellersQuery.queryKey });
      await renew(["seller"]);
    },
    onSuccess: () => onDone?.(),
  });
}

/** The end of selling: what it takes, and what it still waits for. */
export function Leaving({ seller }: { seller: SellerBody }) {
  const { t } = useLanguage();
  const [asking, ask] = useState(false);
  const found = useQuery(leavingQuery(ownPlace(seller.id))).data;
  const going = useLeaving(seller, true, () => ask(false));
  const staying = useLeaving(seller, false);
  if (!found || seller.standing === "suspended") return null;
  const leaves = found.standing === "leaving";
  return (
    <Panel title={t("leaving.title")} text={t(leaves ? "leaving.byItself" : "leaving.text")}>
      <h3 className="mb-2 font-medium">{t("leaving.open")}</h3>
      <LeftOpenList open={found.open} />
      <div className="mt-4">
        {!leaves && <Button onClick={() => ask(true)}>{t("leaving.leave")}</Button>}
        {leaves && !found.byShop && (
          <Button busy={staying.isPending} onClick={() => staying.mutate()}>
            {t("leaving.stay")}
          </Button>
        )}
      </div>
      {staying.isError && <Refusal error={staying.error} />}
      {asking && (
        <Dialog
          open
          onClose={() => ask(false)}
          title={t("leaving.ask")}
          text={t(found.open.length > 0 ? "leaving.text" : "leaving.atOnce")}
        >
          {going.isError && <Refusal error={going.error} />}
          <div className="flex flex-wrap justify-end gap-2 pt-2">
            <Button data-first onClick={() => ask(false)}>
              {t("leaving.stay")}
            </Button>
            <Button kind="danger" busy={going.isPending} onClick={() => going.mutate()}>
              {t("leaving.leave")}
            </Button>
          </div>
        </Dialog>
      )}
    </Panel>
  );
}

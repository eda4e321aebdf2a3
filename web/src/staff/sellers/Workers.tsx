import { useState } from "react";
import type { BuyerShown, SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { ActDialog } from "../desk/ActDialog";
import { Buyer, buyerName } from "../desk/Buyer";
import { PersonPicker } from "../desk/PersonPicker";
import { letJoin, letLeave, renewSellers } from "./queries";

/** Who works for a seller: they see its orders and its money, and change its goods. */
export function Workers({ seller, workers }: { seller: SellerBody; workers: BuyerShown[] }) {
  const { t } = useLanguage();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<BuyerShown>();
  return (
    <Panel
      title={t("sellers.workers")}
      text={t("sellers.workersText")}
      actions={<Button onClick={() => setAdding(true)}>{t("sellers.workerAdd")}</Button>}
    >
      {workers.length === 0 && <p className="text-ink-soft">{t("sellers.workersNone")}</p>}
      <ul className="divide-y divide-line" aria-label={t("sellers.workers")}>
        {workers.map((one) => (
          <li key={one.owner} className="flex min-h-12 items-center justify-between gap-3 py-1">
            <span className="flex min-w-0 flex-col">
              <Buyer who={one} />
              {one.email && one.email !== buyerName(one) && (
                <span className="text-13 wrap-anywhere text-ink-soft">{one.email}</span>
              )}
            </span>
            <Button
              size="s"
              icon="close"
              aria-label={t("form.removeNamed", { name: nameOf(one) })}
              onClick={() => setLeaving(one)}
            />
          </li>
        ))}
      </ul>
      {adding && <AddWorker seller={seller} workers={workers} onClose={() => setAdding(false)} />}
      {leaving && (
        <ActDialog
          title={t("sellers.workerLeaves", { name: nameOf(leaving) })}
          text={t("sellers.workerLeavesText")}
          act={t("sellers.workerRemove")}
          grave
          send={() => letLeave(seller.id, leaving.userId ?? "")}
          onDone={renewSellers}
          told={() => t("sellers.workerLeft", { name: nameOf(leaving) })}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </Panel>
  );
}

interface AddProps {
  seller: SellerBody;
  workers: BuyerShown[];
  onClose: () => void;
}

function AddWorker({ seller, workers, onClose }: AddProps) {
  const { t } = useLanguage();
  const [user, setUser] = useState("");
  const there = workers.some((one) => one.userId === user);
  const wrong = t(there ? "sellers.workerThere" : "sellers.workerMissing");
  return (
    <ActDialog
      title={t("sellers.workerAdd")}
      act={t("form.add")}
      sound={user !== "" && !there}
      send={() => letJoin(seller.id, user)}
      onDone={renewSellers}
      told={() => t("sellers.workerJoined", { name: seller.name })}
      onClose={onClose}
    >
      {(tried) => (
        <PersonPicker
          label={t("sellers.worker")}
          hint={t("sellers.workerHint")}
          value={user}
          error={there || (tried && user === "") ? wrong : null}
          onChange={setUser}
        />
      )}
    </ActDialog>
  );
}

const nameOf = (one: BuyerShown) => buyerName(one) ?? one.userId ?? "";

import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { insist, newKey, post } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { OrderShown, PickupShown, PickupsAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { OneFieldForm } from "../../design/OneFieldForm";
import { toast } from "../../design/Toasts";
import { ParcelGoods } from "../../rooms/parcels/ParcelGoods";

type Somebody = NonNullable<OrderShown["collector"]>;

/** Who comes for it in place of the buyer. */
export function somebody({ name, phone }: Somebody): string {
  return [name, phone].filter(Boolean).join(", ");
}

/** At the desk: what whoever says a code comes for, handed over there and then. */
export function PickUp() {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button looks size="s" onClick={() => setOpen(true)}>
        {t("pickups.title")}
      </Button>
      {open && <ByCode onClose={() => setOpen(false)} />}
    </>
  );
}

function ByCode({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const [found, setFound] = useState<{ code: string; pickups: PickupShown[] }>();
  const find = async (code: string) => {
    setFound(undefined); // what was found before is not what whoever stands there came for
    const { pickups } = await post<PickupsAnswer>("/staff/pickups/find", { code }, newKey());
    return { code, pickups };
  };
  return (
    <Dialog open onClose={onClose} title={t("pickups.title")} text={t("pickups.text")}>
      <OneFieldForm
        looks
        name="code"
        label={t("word.code")}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        required
        send={find}
        onSent={setFound}
        end={(busy) => (
          <div className="flex flex-wrap justify-end gap-2 pt-2">
            <Button looks onClick={onClose}>
              {t("form.back")}
            </Button>
            <Button looks type="submit" kind={found ? "quiet" : "primary"} busy={busy}>
              {t("form.find")}
            </Button>
          </div>
        )}
      />
      <ul className="divide-y divide-line" aria-live="polite">
        {found?.pickups.map((one) => (
          <Waiting key={one.parcel.id} one={one} code={found.code} onDone={onClose} />
        ))}
      </ul>
    </Dialog>
  );
}

interface WaitingProps {
  one: PickupShown;
  code: string;
  onDone: () => void;
}

function Waiting({ one, code, onDone }: WaitingProps) {
  const { t } = useLanguage();
  const { orderId, orderNumber: number, parcel } = one;
  const path = `/staff/orders/${orderId}/parcels/${parcel.id}/deliver`;
  const handing = useIntent((key) => insist(path, { code }, key), {
    onSuccess: async () => {
      await renew(["staff"], ["orders"]);
      toast({ title: t("pickups.handed", { number }) });
      onDone();
    },
  });
  return (
    <li className="space-y-3 py-4" data-testid="pick-up">
      <Link
        to="/staff/orders/$orderId"
        params={{ orderId }}
        className="tabular font-semibold text-accent underline underline-offset-4"
      >
        {t("order.title", { number })}
      </Link>
      <p className="wrap-anywhere">
        {t("pickups.by")}:{" "}
        {one.collector ? somebody(one.collector) : one.buyer || t("pickups.guest")}
      </p>
      <p className="text-13 wrap-anywhere text-ink-soft">{parcel.pickup}</p>
      <ParcelGoods lines={parcel.lines} />
      {handing.isError && <Refusal error={handing.error} />}
      <Button kind="primary" busy={handing.isPending} onClick={() => handing.mutate()}>
        {t("pickups.hand")}
      </Button>
    </li>
  );
}

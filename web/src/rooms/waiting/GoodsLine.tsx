import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { insist, remove } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { UnitsJoinedAnswer, UnitsLineAnswer, UnitsPlaceShown } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { ownAnswers } from "../../base/session";
import { Button, ButtonLink } from "../../design/Button";
import { CountdownRing } from "../../design/CountdownRing";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { Stepper } from "../../design/Stepper";
import { useWatch } from "../../live/channel";
import { liveStock, useVariantSupply } from "../stock/live";
import { LineContact } from "./LineContact";

ownAnswers("waiting");

const LINE = ["waiting", "units"];
const MOST = 20;

function useLine(enabled = true) {
  return useQuery({
    ...answerQuery<UnitsLineAnswer>(LINE, "/waiting/units"),
    refetchInterval: 15_000,
    enabled,
  });
}

/** Whoever joins or leaves a line, or is offered something, raises the version of its stock. */
function useFreshLine(variantId: string) {
  const version = useVariantSupply(variantId)?.version;
  useEffect(() => {
    if (version !== undefined) renew(LINE, ["orders"]);
  }, [version]);
}

/** Of a variant that is sold out: stand in line for it, see how far one is, pay for what came. */
export function HoldForMe({ productId, variantId }: { productId: string; variantId: string }) {
  const { t } = useLanguage();
  const [quantity, setQuantity] = useState(1);
  const query = useLine();
  useFreshLine(variantId);
  const join = useIntent(
    (key) => insist<UnitsJoinedAnswer>("/waiting/units", { productId, variantId, quantity }, key),
    { onSettled: () => renew(LINE) },
  );
  const mine = query.data?.line.find((each) => each.variantId === variantId);
  if (mine) return <Place place={mine} />;
  if (!query.data) return null;
  return (
    <div className="space-y-2" data-testid="hold-for-me">
      <p className="text-13 text-ink-soft">{t("line.why")}</p>
      {join.isError && <Refusal error={join.error} />}
      <div className="flex flex-wrap items-center gap-2">
        <Stepper value={quantity} onChange={setQuantity} label={t("line.quantity")} most={MOST} />
        <Button busy={join.isPending} onClick={() => join.mutate()}>
          {t("line.join")}
        </Button>
      </div>
    </div>
  );
}

/** Whether some of it is held for the visitor, who stood in line. */
export function useOffered(variantId: string): boolean {
  const line = useLine().data?.line ?? [];
  return line.some((each) => each.variantId === variantId && each.orderId !== null);
}

/** How many of it, of which none is free, are held for the visitor, who stood in line; those of
 * the hold that is open at the till are counted there. */
export function useOfferedUnits(variantId: string, gone: boolean, openId?: string): number {
  const line = useLine(gone).data?.line ?? [];
  const mine = line.filter(
    (each) => each.variantId === variantId && each.orderId !== null && each.orderId !== openId,
  );
  return gone ? mine.reduce((sum, { quantity }) => sum + quantity, 0) : 0;
}

/** All that the visitor waits for or is offered, with the way to pay for it; nothing otherwise. */
export function UnitsInLine() {
  const { t } = useLanguage();
  const line = useLine().data?.line ?? [];
  useWatch(
    liveStock,
    line.map((each) => each.productId),
  );
  if (line.length === 0) return null;
  return (
    <section className="mt-6 space-y-3" aria-label={t("line.title")}>
      <h2 className="text-18 font-semibold">{t("line.title")}</h2>
      <ul className="space-y-3">
        {line.map((place) => (
          <li key={place.id}>
            <Notice silent tone={place.orderId ? "free" : "calm"} title={place.name}>
              <Place place={place} />
            </Notice>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Place({ place }: { place: UnitsPlaceShown }) {
  const { t } = useLanguage();
  useFreshLine(place.variantId);
  const leave = useIntent(() => remove(`/waiting/units/${place.id}`), {
    onSettled: () => renew(LINE),
  });
  if (place.orderId && place.expiresAt) {
    return <Offer orderId={place.orderId} expiresAt={place.expiresAt} />;
  }
  return (
    <div className="space-y-2" data-testid="place-in-line">
      <p role="status">{t("line.place", { place: place.place })}</p>
      {place.part && (
        <p className="text-13 text-ink-soft" data-testid="line-part">
          {t("line.part", { part: place.part })}
        </p>
      )}
      <LineContact />
      {leave.isError && <Refusal error={leave.error} />}
      <Button size="s" busy={leave.isPending} onClick={() => leave.mutate()}>
        {t("line.leave")}
      </Button>
    </div>
  );
}

function Offer({ orderId, expiresAt }: { orderId: string; expiresAt: string }) {
  const { t, formats } = useLanguage();
  // The ring shows what is left of what there was when it was first seen.
  const [sure, ask] = useState(false);
  const decline = useIntent((key) => insist("/orders/cancel", { orderId }, key), {
    onSuccess: () => ask(false),
    onSettled: () => renew(LINE, ["orders"]),
  });
  const [seconds] = useState(() => Math.max(1, (Date.parse(expiresAt) - serverClock.now()) / 1000));
  return (
    <div className="flex flex-wrap items-center gap-4" data-testid="offered">
      <CountdownRing
        size={72}
        expiresAt={expiresAt}
        holdSeconds={Math.round(seconds)}
        onOver={() => renew(LINE)}
      />
      <div className="min-w-0 flex-1 space-y-2">
        <p role="status">{t("line.offered", { time: formats.until(expiresAt) })}</p>
        <div className="flex flex-wrap gap-2">
          <ButtonLink kind="primary" size="s" to="/checkout/$orderId" params={{ orderId }}>
            {t("line.pay")}
          </ButtonLink>
          <Button size="s" onClick={() => ask(true)}>
            {t("line.decline")}
          </Button>
        </div>
        <Dialog
          open={sure}
          onClose={() => ask(false)}
          title={t("line.declineSure")}
          text={t("line.declineText")}
        >
          {decline.isError && <Refusal error={decline.error} />}
          <div className="flex flex-wrap justify-end gap-2">
            <Button data-first onClick={() => ask(false)}>
              {t("form.keep")}
            </Button>
            <Button kind="danger" busy={decline.isPending} onClick={() => decline.mutate()}>
              {t("line.decline")}
            </Button>
          </div>
        </Dialog>
      </div>
    </div>
  );
}

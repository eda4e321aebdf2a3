import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { configQuery, renew } from "../../base/api/queries";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { useParcelWords } from "../../rooms/parcels/Badges";
import { ActDialog } from "../desk/ActDialog";
import { ChooseLocation } from "../stock/ChooseLocation";
import { chosen, ParcelUnits } from "./ParcelUnits";
import { inside, leftToPack, type Parcel, type Step } from "./parcels";

type Order = StaffOrderAnswer["order"];

const done = () => renew(["staff"], ["orders"], ["seller"]);

/** What a parcel is after each step that moves it. */
const BECOMES = {
  pick: "picking",
  ship: "shipped",
  deliver: "delivered",
  fail: "failed",
  cancel: "cancelled",
} as const satisfies Record<Exclude<Step, "split" | "number">, Parcel["status"]>;

interface Props {
  parcel: Parcel;
  /** Where it is asked for. */
  path: string;
  step: Step;
  onClose: () => void;
}

/** What a step of a parcel is called: what its buyer picks up is not sent. */
export function useStepWords({ pickup }: Pick<Parcel, "pickup">): (step: Step) => string {
  const { t } = useLanguage();
  return (step) =>
    pickup && (step === "ship" || step === "deliver")
      ? t(`staffParcel.pickUp.${step}`)
      : t(`staffParcel.do.${step}`);
}

/** What a step does. Where the shop sends no mail, its buyer reads it on the order's page. */
function useMeaning({ pickup }: Parcel, step: Step): string {
  const { t } = useLanguage();
  const mails = useQuery(configQuery).data?.mails ?? true;
  const place = pickup ?? "";
  if (step === "ship" && place)
    return t(mails ? "staffParcel.means.ready" : "staffParcel.seen.ready", { place });
  if (!mails && (step === "ship" || step === "number")) return t("staffParcel.seen.carrier");
  return t(`staffParcel.means.${step}`);
}

/** Asks what a step of a parcel needs, says what it does, and does it once. */
export function ParcelDialog({ parcel, path, step, onClose }: Props) {
  const { t } = useLanguage();
  const [carrier, setCarrier] = useState(parcel.carrier ?? "");
  const [tracking, setTracking] = useState(parcel.tracking ?? "");
  const [units, setUnits] = useState<Record<number, number>>({});
  const [code, setCode] = useState("");
  const handed = step === "deliver" && Boolean(parcel.pickup);
  const stands = useParcelWords();
  const sent = (step === "ship" && !parcel.pickup) || step === "number";
  const lines = chosen(units);
  const all = parcel.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const some = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const unitsError =
    some === 0 ? t("staffParcel.chooseMissing") : some === all ? t("staffParcel.leaveOne") : null;
  const sound =
    step === "ship" || step === "number"
      ? (!sent || carrier.trim() !== "") && (step === "ship" || tracking.trim() !== "")
      : step === "split"
        ? unitsError === null
        : true;
  const numbers = { carrier: carrier.trim(), tracking: tracking.trim() };
  const body = (reason: string) =>
    ({
      ship: numbers,
      number: numbers,
      split: { lines },
      fail: { reason },
      deliver: handed ? { code } : undefined,
    })[step as "ship"];
  const title = useStepWords(parcel)(step);
  return (
    <ActDialog
      title={`${t("parcel.title", { number: parcel.number })}: ${title}`}
      text={useMeaning(parcel, step)}
      act={title}
      grave={step === "fail" || step === "cancel"}
      reason={step === "fail" ? { hint: t("staffParcel.reasonHint") } : undefined}
      sound={sound}
      send={(key, reason) => insist(`${path}/${step}`, body(reason), key)}
      onDone={done}
      told={() =>
        t("staffParcel.did", {
          number: parcel.number,
          what:
            step === "split" || step === "number"
              ? title
              : stands({ ...parcel, status: BECOMES[step] }),
        })
      }
      onClose={onClose}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
      saying={["code"]}
    >
      {handed
        ? (_, said) => (
            <Field
              data-first
              label={t("word.code")}
              hint={t("pickups.codeHint")}
              inputMode="numeric"
              autoComplete="off"
              maxLength={20}
              value={code}
              onChange={(event) => setCode(event.target.value)}
              error={said("code")}
            />
          )
        : sent
          ? (tried) => (
              <>
                <Field
                  data-first
                  label={t("staffParcel.carrier")}
                  value={carrier}
                  maxLength={60}
                  onChange={(event) => setCarrier(event.target.value)}
                  error={tried && !carrier.trim() ? t("staffParcel.carrierMissing") : null}
                />
                <Field
                  label={t("staffParcel.tracking")}
                  value={tracking}
                  maxLength={60}
                  onChange={(event) => setTracking(event.target.value)}
                  hint={step === "ship" ? t("staffParcel.trackingHint") : undefined}
                  error={
                    tried && step === "number" && !tracking.trim()
                      ? t("staffParcel.trackingMissing")
                      : null
                  }
                />
              </>
            )
          : step === "split"
            ? (tried) => (
                <ParcelUnits
                  choices={inside(parcel)}
                  units={units}
                  onChange={setUnits}
                  error={tried ? unitsError : null}
                />
              )
            : undefined}
    </ActDialog>
  );
}

/** Which pieces go in a parcel of their own. */
export function NewParcelDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useLanguage();
  const [units, setUnits] = useState<Record<number, number>>({});
  const [locationId, setLocation] = useState<string>();
  const lines = chosen(units);
  const place = locationId ? { locationId } : {};
  return (
    <ActDialog
      title={t("staffParcel.choose")}
      text={t("staffParcel.chooseText")}
      act={t("staffParcel.make")}
      sound={lines.length > 0}
      send={(key) => insist(`/staff/orders/${order.id}/parcels`, { lines, ...place }, key)}
      onDone={done}
      told={() => t("staffParcel.made", { number: order.number })}
      onClose={onClose}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
    >
      {(tried) => (
        <>
          <ChooseLocation
            label={t("staffParcel.packFrom")}
            none={t("staffParcel.packFromAny")}
            value={locationId}
            onChoose={setLocation}
          />
          <ParcelUnits
            choices={leftToPack(order)}
            units={units}
            onChange={setUnits}
            error={tried && lines.length === 0 ? t("staffParcel.chooseMissing") : null}
          />
        </>
      )}
    </ActDialog>
  );
}

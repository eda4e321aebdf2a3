import { useState } from "react";
import type { TransferBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { arrive, callBack, changeDay, renewTransfers } from "./transfers";
import { nameOf } from "./VariantTable";

interface Props {
  found: TransferBody;
  onClose: () => void;
}

const numberOf = (text: string) => {
  if (text.trim() === "") return 0;
  return /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
};

/** What came now, all of it unless something else is typed, and what never will. */
export function Arrive({ found, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [cameText, setCame] = useState(String(found.underWay));
  const [lostText, setLost] = useState("");
  const [reason, setReason] = useState("");
  const came = numberOf(cameText);
  const lost = numberOf(lostText);
  const over = came + lost > found.underWay;
  const none = came + lost === 0;
  const unsaid = lost > 0 && reason.trim() === "";
  const fault = (units: number) => {
    if (Number.isNaN(units)) return t("transfers.numberBad");
    return over ? t("transfers.overBad", { count: found.underWay }) : null;
  };
  return (
    <ActDialog
      title={t("transfers.arrive")}
      text={t("transfers.arriveText", { name: nameOf(found), location: found.toLocation })}
      act={t("transfers.arriveAct")}
      sound={came >= 0 && lost >= 0 && !over && !none && !unsaid}
      send={(key) => arrive(found, { came, lost, reason: reason.trim() }, key)}
      onDone={renewTransfers}
      told={(now) => t("transfers.arrivedNow", { count: came, name: now.toLocation })}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Field
            data-first
            inputMode="numeric"
            label={t("transfers.came")}
            value={cameText}
            maxLength={7}
            onChange={({ target }) => setCame(target.value)}
            error={tried ? (fault(came) ?? (none ? t("transfers.noneBad") : null)) : null}
            hint={t("transfers.underWayOf", { n: formats.number(found.underWay) })}
          />
          <Field
            inputMode="numeric"
            label={t("transfers.lost")}
            value={lostText}
            maxLength={7}
            onChange={({ target }) => setLost(target.value)}
            error={tried && Number.isNaN(lost) ? t("transfers.numberBad") : null}
            hint={t("transfers.lostHint")}
          />
          {lost > 0 && (
            <Field
              label={t("transfers.lostWhy")}
              value={reason}
              maxLength={200}
              onChange={({ target }) => setReason(target.value)}
              error={tried && unsaid ? t("staff.reasonMissing") : null}
              hint={t("staff.reasonHint")}
            />
          )}
        </>
      )}
    </ActDialog>
  );
}

/** On which day it is to arrive. */
export function ChangeArrival({ found, onClose }: Props) {
  const { t } = useLanguage();
  const [day, setDay] = useState(found.expectedOn ?? "");
  return (
    <ActDialog
      title={t("transfers.changeDay")}
      text={nameOf(found)}
      send={() => changeDay(found, day || null)}
      onDone={renewTransfers}
      told={() => t("transfers.dayChanged")}
      onClose={onClose}
    >
      {() => (
        <Field
          data-first
          type="date"
          label={t("transfers.arrivesOn")}
          value={day}
          onChange={({ target }) => setDay(target.value)}
          hint={t("transfers.dayHint")}
        />
      )}
    </ActDialog>
  );
}

/** What is under way goes back to where it came from. */
export function CallBack({ found, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <ActDialog
      grave
      title={t("transfers.cancel")}
      text={t("transfers.cancelText", { count: found.underWay, location: found.fromLocation })}
      act={t("transfers.cancel")}
      reason={{ hint: t("staff.reasonHint"), most: 200 }}
      send={(key, reason) => callBack(found, reason, key)}
      onDone={renewTransfers}
      told={() => t("transfers.cancelled", { location: found.fromLocation })}
      onClose={onClose}
    />
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PreorderStaffBody, StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Check, Field } from "../../design/Field";
import { Skeleton } from "../../design/Skeleton";
import { ActDialog } from "../desk/ActDialog";
import type { Place } from "./places";
import { announce, isNew, preorderQuery, receive } from "./preorders";
import { nameOf } from "./VariantTable";

type Named = Pick<StaffVariant, "variantId" | "productName" | "options">;

interface Props {
  variant: Named;
  place: Place;
  onClose: () => void;
}

const whole = (text: string) => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN);

/** What is announced of a variant: how many are to come, and when. */
export function PreorderDialog({ variant, place, onClose }: Props) {
  const { t, locale } = useLanguage();
  const known = useQuery(preorderQuery(place, variant.variantId, locale));
  const props = { variant, place, onClose };
  if (known.data) return <Announce {...props} found={known.data} />;
  if (isNew(known.error)) return <Announce {...props} found={null} />;
  return (
    <Dialog open onClose={onClose} title={t("preorders.title")} text={nameOf(variant)}>
      {known.isError ? (
        <Refusal error={known.error} onRetry={() => void known.refetch()} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Dialog>
  );
}

/** The form, with what was said before. */
export function Announce({
  variant,
  place,
  found,
  onClose,
}: Props & { found: PreorderStaffBody | null }) {
  const { t, formats } = useLanguage();
  const [text, setText] = useState(found ? String(found.toCome) : "");
  const [day, setDay] = useState(found?.expectedOn ?? "");
  const [ends, setEnds] = useState(found?.endsAt?.slice(0, 10) ?? "");
  const units = whole(text);
  const least = found ? found.toCome - found.available : 0;
  const few = units < least;
  const sound = !Number.isNaN(units) && !few && day !== "";
  const fault = few
    ? t("preorders.soldBad", { count: least })
    : Number.isNaN(units)
      ? t("preorders.unitsBad")
      : null;
  return (
    <ActDialog
      title={t("preorders.title")}
      text={nameOf(variant)}
      act={t("preorders.announce")}
      sound={sound}
      saying={["units", "expectedOn"]}
      send={() =>
        announce(place, variant.variantId, {
          units,
          expectedOn: day,
          endsAt: ends ? new Date(`${ends}T23:59:59`).toISOString() : null,
          ...(found ? { locationId: found.locationId } : {}),
        })
      }
      told={() => t("preorders.announced")}
      onClose={onClose}
    >
      {(tried, said) => (
        <>
          {found && <Standing found={found} />}
          <Field
            data-first
            inputMode="numeric"
            label={t("preorders.units")}
            value={text}
            maxLength={7}
            onChange={({ target }) => setText(target.value)}
            error={said("units") ?? (tried ? fault : null)}
            hint={
              least > 0
                ? t("preorders.least", { count: least, n: formats.number(least) })
                : t("preorders.unitsHint")
            }
          />
          <Field
            type="date"
            label={t("preorders.expectedOn")}
            value={day}
            onChange={({ target }) => setDay(target.value)}
            error={said("expectedOn") ?? (tried && !day ? t("preorders.dayBad") : null)}
            hint={t("preorders.dayHint")}
          />
          <Field
            type="date"
            label={t("preorders.endsAt")}
            value={ends}
            onChange={({ target }) => setEnds(target.value)}
            hint={t("preorders.endsHint")}
          />
        </>
      )}
    </ActDialog>
  );
}

const FIGURES = ["toCome", "available", "held", "waitingUnits", "arrived"] as const;

function Standing({ found }: { found: PreorderStaffBody }) {
  const { t, formats } = useLanguage();
  return (
    <dl className="tabular flex flex-wrap gap-x-6 gap-y-2" data-testid="preorder-counts">
      {FIGURES.map((one) => (
        <div key={one}>
          <dt className="text-13 text-ink-soft">{t(`preorders.count.${one}`)}</dt>
          <dd className="text-18 font-semibold">{formats.number(found[one])}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ReceiveProps {
  found: PreorderStaffBody;
  place: Place;
  onClose: () => void;
}

/** What came now: all that is still to come, unless something else is typed. */
export function ReceivePreorder({ found, place, onClose }: ReceiveProps) {
  const { t, formats } = useLanguage();
  const [text, setText] = useState(found.toCome ? String(found.toCome) : "");
  const [more, setMore] = useState(false);
  const units = whole(text);
  const over = units > found.toCome;
  const bad = !(units >= 1) || (over && !more);
  return (
    <ActDialog
      title={t("preorders.receive")}
      text={nameOf(found)}
      act={t("preorders.receiveAct")}
      sound={!bad}
      send={(key) => receive(place, found.variantId, { quantity: units, more: more && over }, key)}
      told={() => t("preorders.received", { count: units })}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <p className="text-13 text-ink-soft">{t("preorders.receiveHint")}</p>
          <Field
            data-first
            inputMode="numeric"
            label={t("preorders.came")}
            value={text}
            maxLength={7}
            onChange={({ target }) => setText(target.value)}
            error={
              tried && bad
                ? t(over ? "preorders.overBad" : "preorders.unitsBad", { count: found.toCome })
                : null
            }
            hint={t("preorders.toComeOf", { n: formats.number(found.toCome) })}
          />
          {over && (
            <Check
              label={t("preorders.more")}
              checked={more}
              onChange={({ target }) => setMore(target.checked)}
            />
          )}
        </>
      )}
    </ActDialog>
  );
}

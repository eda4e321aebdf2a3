import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Moment } from "../../design/Moment";
import { ParcelBadge } from "../../rooms/parcels/Badges";
import { ParcelGoods, useCarrierWords } from "../../rooms/parcels/ParcelGoods";
import { ParcelDialog, useStepWords } from "./ParcelDialog";
import { ParcelLabel } from "./ParcelLabel";
import { type Parcel, STEPS, type Step } from "./parcels";

/** What nobody comes for first. */
const UNDOES: ReadonlySet<Step> = new Set(["fail", "cancel"]);

const WHY = [
  "parcel-picked",
  "parcel-not-picked",
  "parcel-shipped",
  "parcel-not-shipped",
  "nothing-to-pack",
  "label-there",
] as const;

interface Props {
  order: { status: string };
  parcel: Parcel;
  /** Where it is asked for. */
  path: string;
  /** What whoever looks does with parcels. */
  steps?: readonly Step[];
}

/** A parcel, and all that may be done with it. */
export function OneParcel({ order, parcel, path, steps = STEPS }: Props) {
  const { t, locale } = useLanguage();
  const [step, setStep] = useState<Step | null>(null);
  const carrier = useCarrierWords()(parcel);
  const over = parcel.deliveredAt ?? parcel.endedAt;
  const may = steps.filter((each) => parcel.actions?.[each] === null);
  const mayNot = over ? [] : steps.filter((each) => parcel.actions?.[each]);
  const words = useStepWords(parcel);
  const why = (each: Step) => {
    const code = parcel.actions?.[each] ?? "";
    const known = WHY.find((one) => one === code);
    return known ? t(`staffParcel.why.${known}`) : code;
  };
  const at = over ?? parcel.shippedAt ?? parcel.pickedAt ?? parcel.madeAt;
  return (
    <li data-testid={`parcel-${parcel.number}`} className="space-y-3 py-4 first:pt-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{t("parcel.title", { number: parcel.number })}</h3>
        <ParcelBadge parcel={parcel} />
        <Moment at={at} className="text-13 text-ink-soft" />
      </div>
      <ParcelGoods lines={parcel.lines} />
      {parcel.location && (
        <p className="text-13 wrap-anywhere text-ink-soft">
          {t("staffParcel.from", { location: parcel.location })}
        </p>
      )}
      {carrier && <p className="text-13 wrap-anywhere text-ink-soft">{carrier}</p>}
      {parcel.note && <p className="text-13 wrap-anywhere">{parcel.note}</p>}
      <ParcelLabel order={order} parcel={parcel} path={path} />
      <div className="flex flex-wrap items-center gap-2">
        {order.status === "paid" &&
          may.map((each, place) => (
            <Button
              key={each}
              size="s"
              kind={place === 0 && !UNDOES.has(each) ? "primary" : "quiet"}
              onClick={() => setStep(each)}
            >
              {words(each)}
            </Button>
          ))}
        <DownloadLink href={`/api${path}/slip?language=${locale}`} label={t("staffParcel.slip")} />
      </div>
      {order.status === "paid" && mayNot.length > 0 && (
        <details className="text-13">
          <summary className="text-ink-soft">{t("staffParcel.notNow")}</summary>
          <ul className="mt-1 space-y-0.5">
            {mayNot.map((each) => (
              <li key={each}>
                <span className="font-medium">{words(each)}</span>: {why(each)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {step && (
        <ParcelDialog parcel={parcel} path={path} step={step} onClose={() => setStep(null)} />
      )}
    </li>
  );
}

import { useQuery } from "@tanstack/react-query";
import { insist } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { CarriersAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Refusal } from "../../design/Failure";
import { Moment } from "../../design/Moment";
import { Notice } from "../../design/Notice";
import type { Parcel } from "./parcels";

const carriersQuery = (place: string) => ({
  ...answerQuery<CarriersAnswer>(["staff", "carriers", place], `${place}/carriers`),
  staleTime: 60_000,
});

interface Props {
  order: { status: string };
  parcel: Parcel;
  /** Where the parcel is asked for. */
  path: string;
}

/** The label of a parcel: bought of a carrier, printed, let go; and what its carrier says. */
export function ParcelLabel({ order, parcel, path: parcelPath }: Props) {
  const { t } = useLanguage();
  const place = parcelPath.startsWith("/seller/") ? "/seller" : "/staff";
  const carriers = useQuery(carriersQuery(place)).data?.carriers ?? [];
  const path = `${parcelPath}/label`;
  const then = { onSettled: () => renew(["staff"], ["orders"], ["seller"]) };
  const buying = useIntent((key, carrier: string) => insist(path, { carrier }, key), then);
  const ending = useIntent((key) => insist(`${path}/cancel`, undefined, key), then);
  const asking = useIntent((key) => insist(`${path}/ask`, undefined, key), then);
  const { label, actions } = parcel;
  const may = order.status === "paid" && actions?.label === null;
  if (!label && !(may && carriers.length > 0)) return null;
  const last = parcel.steps.at(-1);
  const refused = [buying, ending, asking].find(({ isError }) => isError)?.error;
  return (
    <div className="space-y-2 text-13">
      {refused && <Refusal error={refused} />}
      {parcel.endedOtherwise && last && (
        <Notice tone="danger" title={t("staffParcel.label.otherwise")}>
          {t(`parcel.code.${last.code}`)}
        </Notice>
      )}
      {label?.note && (
        <Notice
          tone="danger"
          title={t(
            label.state === "refused" ? "staffParcel.label.refused" : "staffParcel.label.kept",
          )}
        >
          {label.note}
        </Notice>
      )}
      {label?.silentSince && (
        <Notice tone="danger" title={t("staffParcel.label.silent")}>
          {t("staffParcel.label.silentSince")} <Moment at={label.silentSince} />
        </Notice>
      )}
      {label?.state === "asked" && <p role="status">{t("staffParcel.label.asked")}</p>}
      {label?.state === "ending" && <p role="status">{t("staffParcel.label.ending")}</p>}
      {last && (
        <p>
          {[t(`parcel.code.${last.code}`), last.place].filter(Boolean).join(", ")}
          {" · "}
          <Moment at={last.at} className="text-ink-soft" />
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {may &&
          carriers.map(({ name, title }) => (
            <Button
              key={name}
              size="s"
              busy={buying.isPending}
              onClick={() => {
                buying.another();
                buying.mutate(name);
              }}
            >
              {t("staffParcel.label.buy", { carrier: title })}
            </Button>
          ))}
        {label?.state === "ready" && (
          <DownloadLink href={`/api${path}`} label={t("staffParcel.label.print")} />
        )}
        {order.status === "paid" && label && actions?.unlabel === null && (
          <Button size="s" busy={ending.isPending} onClick={() => ending.mutate()}>
            {t("staffParcel.label.cancel")}
          </Button>
        )}
        {label?.state === "ready" && (
          <Button size="s" busy={asking.isPending} onClick={() => asking.mutate()}>
            {t("staffParcel.label.ask")}
          </Button>
        )}
      </div>
    </div>
  );
}

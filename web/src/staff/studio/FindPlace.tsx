import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { get } from "../../base/api/client";
import { configQuery } from "../../base/api/queries";
import type { PlacesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";

const StudioMap = lazy(() =>
  import("../../rooms/booking/StudioMap").then((made) => ({ default: made.StudioMap })),
);

interface Props {
  name: string;
  address: string;
  /** As the form has it: latitude and longitude. */
  position: string;
  onFound: (position: string) => void;
}

/** Where it is: by its address, or by a click on the map. */
export function FindPlace({ name, address, position, onFound }: Props) {
  const { t } = useLanguage();
  const map = useQuery(configQuery).data?.map;
  const [asking, setAsking] = useState(false);
  const finding = useMutation({
    mutationFn: () => get<PlacesAnswer>("/staff/places", { address: address.trim() }),
  });
  const [latitude = Number.NaN, longitude = Number.NaN] = position.split(",").map(Number);
  const known = !Number.isNaN(latitude) && !Number.isNaN(longitude);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        <Button
          size="s"
          busy={finding.isPending}
          disabled={address.trim().length < 3}
          onClick={() => finding.mutate()}
        >
          {t("studio.findAddress")}
        </Button>
        {map && (
          <Button looks size="s" aria-expanded={asking} onClick={() => setAsking(!asking)}>
            {t("studio.onMap")}
          </Button>
        )}
      </div>
      {finding.isError && <Refusal reader="staff" error={finding.error} />}
      {finding.data?.places.length === 0 && <p role="status">{t("studio.addressUnknown")}</p>}
      {finding.data && finding.data.places.length > 0 && (
        <ul aria-label={t("studio.foundAt")} className="flex flex-col items-start gap-1">
          {finding.data.places.map((place) => (
            <li key={`${place.latitude} ${place.longitude}`}>
              <Button
                kind="plain"
                className="h-auto text-left whitespace-normal"
                onClick={() => onFound(`${place.latitude}, ${place.longitude}`)}
              >
                {place.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {map && asking && (
        <Suspense fallback={null}>
          <StudioMap
            map={map}
            label={t("studio.onMap")}
            places={known ? [{ id: "here", name, latitude, longitude }] : []}
            onSpot={(north, east) => onFound(`${north.toFixed(6)}, ${east.toFixed(6)}`)}
          />
        </Suspense>
      )}
    </div>
  );
}

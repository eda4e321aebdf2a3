import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../../base/api/client";
import { configQuery } from "../../base/api/queries";
import type { PlacesAnswer, ServiceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import type { Search } from "./queries";

/** Whether the service has to know where its client is, or serves better if it does; a visit may be
    at the client's own place. */
export function asksWhere({ needs }: ServiceBody): "must" | "may" | "visit" | null {
  if (needs.some(ofClient)) return "must";
  const placed = needs.some(({ kind }) => kind === "studio" || kind === "room");
  if (!placed && needs.some(({ kind }) => kind === "photographer")) return "visit";
  return needs.some(({ choice }) => choice === "nearest") ? "may" : null;
}

/** Whether it is so far around the client, and not around another place. */
const ofClient = ({ withinKm, around }: ServiceBody["needs"][number]) =>
  withinKm !== null && around === null;

interface Props {
  service: ServiceBody;
  search: Search;
  onChange: (next: Partial<Search>) => void;
}

/** Where the client is: by what the browser says, or by an address. */
export function Near({ service, search, onChange }: Props) {
  const { t } = useLanguage();
  const asks = asksWhere(service);
  const [name, setName] = useState("");
  if (asks === null) return null;
  const bounds = service.needs.filter(ofClient).flatMap(({ withinKm }) => withinKm ?? []);
  return (
    <section aria-label={t("book.near")} className="space-y-2" data-testid="near">
      <h2 className="text-13 font-medium text-ink-soft">{t("book.near")}</h2>
      {search.near ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="min-w-0 wrap-anywhere">{name || t("book.nearFound")}</p>
          <Button size="s" kind="plain" onClick={() => onChange({ near: undefined })}>
            {t("form.change")}
          </Button>
        </div>
      ) : (
        <>
          <p className="text-13 text-ink-soft">
            {asks === "must" && t("book.nearMust", { km: Math.min(...bounds) })}
            {asks === "may" && t("book.nearMay")}
            {asks === "visit" && t("book.nearVisit")}
          </p>
          <Ask
            onFound={(near, called) => {
              setName(called);
              onChange({ near });
            }}
          />
        </>
      )}
    </section>
  );
}

/** So near is near enough for a distance; it says little of a door. */
const place = (north: number, east: number) => `${north.toFixed(3)},${east.toFixed(3)}`;

function Ask({ onFound }: { onFound: (near: string, name: string) => void }) {
  const { t, locale } = useLanguage();
  const finds = useQuery(configQuery).data?.findsPlaces;
  const [address, setAddress] = useState("");
  const [state, setState] = useState<"asking" | "lost">();
  const finding = useMutation({
    mutationFn: () => get<PlacesAnswer>("/places", { address: address.trim(), locale }),
  });
  const short = address.trim().length < 3;
  const locate = () => {
    setState("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => onFound(place(coords.latitude, coords.longitude), ""),
      () => setState("lost"),
      { timeout: 10_000, maximumAge: 300_000 },
    );
  };
  return (
    <div className="space-y-2">
      {finds && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (!short) finding.mutate();
          }}
        >
          <Field
            className="grow"
            label={t("book.address")}
            autoComplete="street-address"
            maxLength={300}
            value={address}
            onChange={({ target }) => {
              finding.reset();
              setAddress(target.value);
            }}
          />
          <Button type="submit" busy={finding.isPending} disabled={short}>
            {t("form.find")}
          </Button>
        </form>
      )}
      <Button size="s" icon="globe" busy={state === "asking"} onClick={locate}>
        {t("book.usePosition")}
      </Button>
      {state === "lost" && (
        <p role="status" className="text-held-ink">
          {t(finds ? "book.positionLost" : "book.positionNeeded")}
        </p>
      )}
      {finding.isError && <Refusal error={finding.error} />}
      {finding.data?.places.length === 0 && <p role="status">{t("book.addressUnknown")}</p>}
      {finding.data && finding.data.places.length > 0 && (
        <ul aria-label={t("book.foundAt")} className="flex flex-col items-start gap-1">
          {finding.data.places.map((one) => (
            <li key={`${one.latitude} ${one.longitude}`}>
              <Button
                kind="plain"
                className="h-auto text-left whitespace-normal!"
                onClick={() => onFound(place(one.latitude, one.longitude), one.name)}
              >
                {one.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { configQuery } from "../../base/api/queries";
import type { StudiosAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Notice } from "../../design/Notice";
import { Picture } from "../../design/Picture";
import { Skeleton } from "../../design/Skeleton";
import { StarsInShort } from "../../design/Stars";
import { useStudios } from "./queries";

const StudioMap = lazy(() => import("./StudioMap").then((made) => ({ default: made.StudioMap })));

type Studio = StudiosAnswer["studios"][number];

/** Where studios are: a list, the nearest first once it is known from where; and on a map, where the
 * shop has one. */
export function StudiosPage() {
  const { t } = useLanguage();
  const [near, setNear] = useState<string>();
  const [lost, setLost] = useState(false);
  const studios = useStudios(near);
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLost(false);
        setNear(`${coords.latitude.toFixed(4)},${coords.longitude.toFixed(4)}`);
      },
      () => setLost(true),
      { timeout: 10_000, maximumAge: 300_000 },
    );
  return (
    <div className="page max-w-5xl pb-16">
      <Heading
        title={t("studios.title")}
        actions={<Button onClick={locate}>{t("studios.nearest")}</Button>}
      />
      {lost && <Notice title={t("studios.lost")} />}
      <Loaded
        query={studios}
        loading={
          <div role="status" aria-label={t("word.loading")} className="space-y-3">
            <Skeleton className="h-28 w-full rounded-l" />
            <Skeleton className="h-28 w-full rounded-l" />
          </div>
        }
      >
        {(found) =>
          found.studios.length === 0 ? (
            <Blank icon="globe" title={t("studios.none")} hint={t("studios.noneHint")} />
          ) : (
            <div className="mt-2 space-y-6">
              <OnMap studios={found.studios} />
              <ul className="grid gap-3 md:grid-cols-2">
                {found.studios.map((studio) => (
                  <StudioCard key={studio.id} studio={studio} near={near} />
                ))}
              </ul>
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

/** Nothing, where there is no map or nobody knows where they are. */
function OnMap({ studios }: { studios: Studio[] }) {
  const { t } = useLanguage();
  const map = useQuery(configQuery).data?.map;
  const places = studios.flatMap(({ id, name, latitude, longitude }) =>
    latitude === null || longitude === null ? [] : [{ id, name, latitude, longitude }],
  );
  if (!map || places.length === 0) return null;
  return (
    <Suspense fallback={<Skeleton className="h-72 w-full rounded-l sm:h-96" />}>
      <StudioMap
        map={map}
        places={places}
        label={t("studios.map")}
        onChoose={(id) => document.getElementById(`studio-${id}`)?.focus()}
      />
    </Suspense>
  );
}

function StudioCard({ studio, near }: { studio: Studio; near?: string }) {
  const { t, formats } = useLanguage();
  return (
    <li
      id={`studio-${studio.id}`}
      tabIndex={-1}
      className="flex flex-col gap-2 rounded-l border border-line bg-raised p-4 sm:p-5"
    >
      {studio.picture && (
        <Picture of={studio.picture} alt="" sizes="(min-width: 48rem) 28rem, 100vw" />
      )}
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="min-w-0 text-18 font-semibold wrap-anywhere">
          <Link to="/studios/$slug" params={{ slug: studio.slug }} className="hover:underline">
            {studio.name}
          </Link>
        </h2>
        {studio.reviewsCount > 0 && (
          <StarsInShort value={studio.rating} count={studio.reviewsCount} />
        )}
        {studio.distanceKm !== null && (
          <span className="tabular text-13 text-ink-soft">
            {t("studios.away", { km: formats.decimal(studio.distanceKm) })}
          </span>
        )}
      </div>
      {studio.address && <p className="wrap-anywhere">{studio.address}</p>}
      {studio.about && <p className="line-clamp-4 text-ink-soft wrap-anywhere">{studio.about}</p>}
      {studio.rooms.length > 0 && (
        <p className="text-13 text-ink-soft">
          {t("studios.rooms", { names: studio.rooms.map(({ name }) => name).join(", ") })}
        </p>
      )}
      <div className="mt-auto pt-1">
        <ButtonLink
          to="/book"
          search={{ studio: studio.id, near }}
          aria-label={t("studios.bookIn", { name: studio.name })}
        >
          {t("bookings.new")}
        </ButtonLink>
      </div>
    </li>
  );
}

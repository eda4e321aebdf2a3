import { getRouteApi, Link } from "@tanstack/react-router";
import type { PhotographersAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Picture } from "../../design/Picture";
import { Skeleton } from "../../design/Skeleton";
import { StarsInShort } from "../../design/Stars";
import { PhotographerFilters } from "./PhotographerFilters";
import { usePhotographers } from "./queries";
import { Tags } from "./Tags";

type Photographer = PhotographersAnswer["photographers"][number];

const route = getRouteApi("/photographers");

/** Who can be booked: all, or those that somebody looks for. */
export function PhotographersPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const photographers = usePhotographers(search);
  return (
    <div className="page max-w-5xl pb-16">
      <Heading
        title={t("profiles.photographers")}
        text={t("profiles.photographersText")}
        actions={
          <>
            <ButtonLink to="/studios">{t("profiles.studios")}</ButtonLink>
            <ButtonLink kind="primary" to="/book" search={{}}>
              {t("profiles.book")}
            </ButtonLink>
          </>
        }
      />
      <Loaded
        query={photographers}
        loading={
          <div role="status" aria-label={t("word.loading")} className="grid gap-4 sm:grid-cols-2">
            <Skeleton className="h-40 w-full rounded-l" />
            <Skeleton className="h-40 w-full rounded-l" />
          </div>
        }
      >
        {(found) => (
          <>
            {found.services.length > 0 && <PhotographerFilters known={found} />}
            {found.photographers.length === 0 ? (
              <Nobody />
            ) : (
              <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
                {found.photographers.map((one) => (
                  <Card key={one.id} one={one} />
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}

function Nobody() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const narrowed = Boolean(search.skill ?? search.studio ?? search.service ?? search.day);
  if (!narrowed) {
    return <Blank icon="clock" title={t("profiles.none")} hint={t("profiles.noneHint")} />;
  }
  return (
    <Blank
      icon="search"
      title={t("profiles.nobody")}
      hint={search.day ? t("profiles.nobodyThatDay") : t("profiles.nobodyHint")}
      action={
        <ButtonLink to="/photographers" search={{}}>
          {t("profiles.clear")}
        </ButtonLink>
      }
    />
  );
}

function Card({ one }: { one: Photographer }) {
  const { t, formats } = useLanguage();
  return (
    <li className="relative flex flex-col gap-2 rounded-l border border-line bg-raised p-4 hover:border-ink sm:p-5">
      {one.picture && <Picture of={one.picture} alt="" sizes="(min-width: 40rem) 20rem, 100vw" />}
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="min-w-0 text-18 font-semibold wrap-anywhere">
          <Link
            to="/photographers/$slug"
            params={{ slug: one.slug }}
            className="after:absolute after:inset-0"
          >
            {one.name}
          </Link>
        </h2>
        {one.reviewsCount > 0 && <StarsInShort value={one.rating} count={one.reviewsCount} />}
      </div>
      {(one.studio !== null || one.priceFrom !== null) && (
        <p className="flex flex-wrap justify-between gap-x-3 text-13 text-ink-soft">
          <span className="wrap-anywhere">{one.studio}</span>
          {one.priceFrom !== null && one.currency !== null && (
            <span className="tabular">
              {t("profiles.priceFrom", { price: formats.price(one.priceFrom, one.currency) })}
            </span>
          )}
        </p>
      )}
      {one.about && <p className="line-clamp-3 text-ink-soft wrap-anywhere">{one.about}</p>}
      <Tags tags={one.tags} />
      {one.free && <FreeTime one={one} free={one.free} />}
    </li>
  );
}

/** One tap from being held; above the link that the card is. */
function FreeTime({ one, free }: { one: Photographer; free: NonNullable<Photographer["free"]> }) {
  const { t } = useLanguage();
  const time = free.local.slice(11, 16);
  return (
    <div className="relative z-[1] mt-auto self-start pt-1">
      <ButtonLink
        size="s"
        className="tabular"
        to="/book"
        search={{
          service: free.serviceId,
          who: one.id,
          day: free.local.slice(0, 10),
          at: free.start,
        }}
        aria-label={t("profiles.bookAt", { name: `${one.name}, ${free.service}`, time })}
      >
        {t("profiles.freeFrom", { time, service: free.service })}
      </ButtonLink>
    </div>
  );
}

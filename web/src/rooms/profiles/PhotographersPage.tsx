import { Link } from "@tanstack/react-router";
import type { PhotographersAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Picture } from "../../design/Picture";
import { Skeleton } from "../../design/Skeleton";
import { StarsInShort } from "../../design/Stars";
import { usePhotographers } from "./queries";
import { Tags } from "./Tags";

type Photographer = PhotographersAnswer["photographers"][number];

/** Who can be booked, by name. */
export function PhotographersPage() {
  const { t } = useLanguage();
  const photographers = usePhotographers();
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
        {(found) =>
          found.photographers.length === 0 ? (
            <Blank icon="clock" title={t("profiles.none")} hint={t("profiles.noneHint")} />
          ) : (
            <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {found.photographers.map((one) => (
                <Card key={one.id} one={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function Card({ one }: { one: Photographer }) {
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
      {one.about && <p className="line-clamp-3 text-ink-soft wrap-anywhere">{one.about}</p>}
      <Tags tags={one.tags} />
    </li>
  );
}

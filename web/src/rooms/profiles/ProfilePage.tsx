import { getRouteApi } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import type { ProfileBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Gallery } from "../../design/Gallery";
import { Heading } from "../../design/Heading";
import { NotFound } from "../../design/NotFound";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { StarsInShort } from "../../design/Stars";
import { AskLink } from "../conversations/AskLink";
import { Reviews } from "../reviews/Reviews";
import { About } from "./About";
import { useProfile } from "./queries";
import { Services } from "./Services";

const photographer = getRouteApi("/photographers/$slug");
const studio = getRouteApi("/studios/$slug");

export function PhotographerPage() {
  return <ProfilePage kind="photographer" slug={photographer.useParams().slug} />;
}

export function StudioPage() {
  return <ProfilePage kind="studio" slug={studio.useParams().slug} />;
}

/** Somebody or some place one may book: what they do, what clients say, and when they are free. */
function ProfilePage({ kind, slug }: { kind: ProfileBody["kind"]; slug: string }) {
  const query = useProfile(kind, slug);
  if (query.data) return <Profile one={query.data} />;
  if (!query.isError) return <Loading />;
  if (asProblem(query.error).status === 404) return <NotFound />;
  return (
    <div className="page py-8">
      <Failure whole error={query.error} onRetry={() => void query.refetch()} />
    </div>
  );
}

function Profile({ one }: { one: ProfileBody }) {
  const { t } = useLanguage();
  return (
    <div className="page max-w-5xl pb-8">
      <Heading
        title={one.name}
        text={one.reviewsCount > 0 && <StarsInShort value={one.rating} count={one.reviewsCount} />}
        actions={
          <>
            {!one.own && <AskLink about={{ resource: one.id }} />}
            {one.services.length > 0 && (
              <ButtonLink
                kind="primary"
                to="/book"
                search={{
                  service: one.services.length === 1 ? one.services[0]?.id : undefined,
                  who: one.kind === "photographer" ? one.id : undefined,
                }}
                aria-label={t("profiles.bookNamed", { name: one.name })}
              >
                {t("profiles.book")}
              </ButtonLink>
            )}
          </>
        }
      />
      <div className="grid grid-cols-1 gap-8 pb-8 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-12">
        <div className="min-w-0 space-y-8">
          {one.images.length > 0 && <Gallery name={one.name} images={one.images} />}
          <About one={one} />
        </div>
        <Services one={one} />
      </div>
      <Reviews of={{ kind: "resources", id: one.id }} rated={one} />
    </div>
  );
}

function Loading() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t("word.loading")} className="page max-w-5xl space-y-6 py-8">
      <Skeleton className="h-10 w-72 max-w-full" />
      <SkeletonText lines={5} />
      <Skeleton className="h-64 w-full rounded-l" />
    </div>
  );
}

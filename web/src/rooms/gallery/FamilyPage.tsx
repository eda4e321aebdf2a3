import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useRef } from "react";
import { newKey, post } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { FamilyGallery } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Anchor } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { useClock } from "../booking/words";
import { Download } from "./Download";
import { Grid } from "./Grid";

/** The pictures of a session as family and friends see them by a link: nothing is chosen here. */
export function FamilyPage() {
  const { t } = useLanguage();
  const { hash: link } = useLocation();
  const opened = useRef("");
  const query = useQuery({
    queryKey: ["family-gallery", link],
    // It is one view, however long the page stays open.
    queryFn: async () => {
      const asked = { link, again: opened.current === link };
      const found = await post<FamilyGallery>("/gallery-links", asked, newKey());
      opened.current = link;
      return found;
    },
    refetchInterval: 60 * 60_000,
    refetchOnWindowFocus: false,
    retry: false,
    enabled: link !== "",
  });
  useTitle(t("galleries.family"));
  if (!link || isUnknown(query.error))
    return (
      <Blank
        heading
        icon="clock"
        title={t("problem.gallery-link-unknown")}
        hint={t("galleries.linkHint")}
      />
    );
  return (
    <div className="page max-w-5xl pb-16">
      {query.data ? (
        <Shown gallery={query.data} />
      ) : query.isError ? (
        <Failure whole error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton className="h-96 w-full rounded-l" />
      )}
    </div>
  );
}

/** No such link, or not any more: looking again would not help. */
const isUnknown = (error: unknown) => !!error && [404, 422].includes(asProblem(error).status);

function Shown({ gallery }: { gallery: FamilyGallery }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const files = gallery.pictures.filter(({ fullUrl }) => fullUrl !== null).length;
  return (
    <>
      <Heading
        title={t("galleries.family")}
        text={`${gallery.serviceName} · ${clock.whole(gallery.local, gallery.zone)}`}
        actions={
          gallery.archiveUrl && (
            <Anchor kind="primary" icon="download" href={gallery.archiveUrl} download>
              {t("galleries.downloadAll", { count: files })}
            </Anchor>
          )
        }
      />
      {gallery.until && (
        <p className="mb-4 text-ink-soft">
          {t("galleries.until", { day: formats.calendarDay(gallery.until) })}
        </p>
      )}
      <Grid
        label={t("galleries.family")}
        pictures={gallery.pictures}
        under={(one) => <Download url={one.fullUrl} />}
        beside={(one) => <Download url={one.fullUrl} />}
      />
    </>
  );
}

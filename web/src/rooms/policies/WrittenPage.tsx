import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { NotFound } from "../../design/NotFound";
import { SkeletonText } from "../../design/Skeleton";
import { writtenPageQuery } from "./queries";

const route = getRouteApi("/pages/$slug");

/** A page that the merchant wrote. */
export function WrittenPage() {
  const { locale } = useLanguage();
  const { slug } = route.useParams();
  const query = useQuery(writtenPageQuery(slug, locale));
  const page = query.data;
  useTitle(page?.title);
  if (query.isError && asProblem(query.error).status === 404) return <NotFound />;
  return (
    <div className="page max-w-3xl pb-16">
      {query.isError && !page ? (
        <Failure whole error={query.error} onRetry={() => void query.refetch()} />
      ) : page ? (
        <div lang={page.locale}>
          <Heading title={page.title} />
          <div
            className="rich"
            // biome-ignore lint/security/noDangerouslySetInnerHtml: the server sanitises it when it is saved
            dangerouslySetInnerHTML={{ __html: page.html }}
          />
        </div>
      ) : (
        <div className="pt-10">
          <SkeletonText lines={12} />
        </div>
      )}
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import type { PolicyBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { NotFound } from "../../design/NotFound";
import { SkeletonText } from "../../design/Skeleton";
import { policyQuery } from "./queries";

const route = getRouteApi("/policies/$policy");

/** Who the shop is, what it promises and asks, in its own words. */
export function PolicyPage() {
  const { locale } = useLanguage();
  const { policy } = route.useParams();
  const query = useQuery(policyQuery(policy, locale));
  if (query.isError && asProblem(query.error).status === 404) return <NotFound />;
  return (
    <div className="page max-w-3xl pb-16">
      {query.isError && !query.data ? (
        <Failure whole error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Text policy={query.data} />
      ) : (
        <div className="pt-10">
          <SkeletonText lines={12} />
        </div>
      )}
    </div>
  );
}

function Text({ policy }: { policy: PolicyBody }) {
  const { t } = useLanguage();
  return (
    <>
      <Heading title={t(`policy.${policy.name}`)} />
      <div
        className="rich"
        lang={policy.locale}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the server sanitises it when it is saved
        dangerouslySetInnerHTML={{ __html: policy.html }}
      />
    </>
  );
}

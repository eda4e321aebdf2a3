import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { Blank } from "../components/Blank";
import { Failure } from "../components/Failure";
import { Panel } from "../components/Heading";
import { SkeletonText } from "../components/Skeleton";

interface Asked {
  isError: boolean;
  error: Error | null;
  refetch: () => unknown;
}

/** The page of one thing while there is nothing to show: it is on its way, is not there, or could
 * not be had. `missing` is said of what is not there, `back` leads to all of them. */
export function NotShown({
  query,
  title,
  missing,
  back,
}: {
  query: Asked;
  title: string;
  missing: string;
  back: ReactNode;
}) {
  if (query.isError) {
    const { status } = asProblem(query.error);
    if (status === 404 || status === 422)
      return <Blank heading icon="alert" title={missing} action={back} />;
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <Panel>
        <SkeletonText lines={8} />
      </Panel>
    </>
  );
}

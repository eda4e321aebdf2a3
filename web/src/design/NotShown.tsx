import type { ReactNode } from "react";
import { asProblem } from "../base/api/problem";
import { Blank } from "./Blank";
import { Failure } from "./Failure";
import { Panel, Title } from "./Heading";
import { SkeletonText } from "./Skeleton";

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
    return <Failure whole error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <Title className="sr-only">{title}</Title>
      <Panel>
        <SkeletonText lines={8} />
      </Panel>
    </>
  );
}

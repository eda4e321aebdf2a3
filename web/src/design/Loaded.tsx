import type { ReactNode } from "react";
import { Failure } from "./Failure";

interface Props<Data> {
  query: { data?: Data; isError: boolean; error: unknown; refetch: () => unknown };
  /** Its shape until it is there. */
  loading: ReactNode;
  children: (data: Data) => ReactNode;
}

/** What was asked for, once it is there; or that it could not be had. */
export function Loaded<Data>({ query, loading, children }: Props<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return loading;
  return <Failure error={query.error} onRetry={() => void query.refetch()} />;
}

import type { ReactNode } from "react";
import { asProblem } from "../base/api/problem";
import { Failure } from "./Failure";

interface Props<Data> {
  query: { data?: Data; isError: boolean; error: unknown; refetch: () => unknown };
  /** Its shape until it is there. */
  loading: ReactNode;
  /** It is all there is of the page, with its heading. */
  whole?: boolean;
  children: (data: Data) => ReactNode;
}

/** Not there for whoever asks now. (Who was logged out is told so over the page.) */
const GONE = new Set(["not-found", "forbidden"]);

function isGone(error: unknown): boolean {
  const { status, code } = asProblem(error);
  return status === 404 || GONE.has(code);
}

/** What was asked for, once it is there; or that it could not be had. What was read before stays
 * while a reading fails, unless it is not there any more. */
export function Loaded<Data>({ query, loading, whole, children }: Props<Data>) {
  const gone = query.isError && isGone(query.error);
  if (query.data !== undefined && !gone) return children(query.data);
  if (!query.isError) return loading;
  return <Failure whole={whole} error={query.error} onRetry={() => void query.refetch()} />;
}

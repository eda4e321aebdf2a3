import type { ReactNode } from "react";
import { useLanguage } from "../base/i18n/format";
import { Button } from "./Button";
import { Failure, Refusal } from "./Failure";

interface Props {
  query: {
    data?: unknown;
    error: unknown;
    isError: boolean;
    isPending: boolean;
    isFetchNextPageError?: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    refetch: () => unknown;
    fetchNextPage: () => unknown;
  };
  empty: boolean;
  /** What is said where there is nothing. */
  none: ReactNode;
  /** Its shape until it is there; a table has one of its own. */
  loading?: ReactNode;
  /** What leads to more, and how it stands below the list. */
  more?: string;
  className?: string;
  children: ReactNode;
}

/** A list that comes page by page, or why there is none, and the way to more. What was read earlier
 * stays when it cannot be read anew. */
export function Listing(props: Props) {
  const { query, empty, none, loading, more, className, children } = props;
  const { t } = useLanguage();
  return (
    <>
      {query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        (loading ?? children)
      ) : empty ? (
        none
      ) : (
        children
      )}
      {query.isFetchNextPageError && <Refusal error={query.error} />}
      {query.hasNextPage && (
        <Button
          looks
          className={className}
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {more ?? t("list.more")}
        </Button>
      )}
    </>
  );
}

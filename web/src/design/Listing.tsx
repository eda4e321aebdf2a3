import type { ReactNode } from "react";
import { useLanguage } from "../base/i18n/format";
import { Button } from "./Button";
import { Failure } from "./Failure";

interface Props {
  query: {
    data?: unknown;
    error: unknown;
    isError: boolean;
    isPending: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    refetch: () => unknown;
    fetchNextPage: () => unknown;
  };
  empty: boolean;
  /** What is said where there is nothing. */
  none: ReactNode;
  /** What was read earlier stays when it cannot be read anew. */
  keeps?: boolean;
  /** Its shape until it is there; a table has one of its own. */
  loading?: ReactNode;
  /** What leads to more, and how it stands below the list. */
  more?: string;
  className?: string;
  children: ReactNode;
}

/** A list that comes page by page, or why there is none, and the way to more. */
export function Listing(props: Props) {
  const { query, empty, none, keeps, loading, more, className, children } = props;
  const { t } = useLanguage();
  const failed = query.isError && !(keeps && query.data);
  return (
    <>
      {failed ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        (loading ?? children)
      ) : empty ? (
        none
      ) : (
        children
      )}
      {query.hasNextPage && (
        <Button
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

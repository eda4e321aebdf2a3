import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Failure } from "../../design/Failure";

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
  /** What is said where there is nothing; false while there is something. */
  none: ReactNode;
  /** What was read earlier stays when it cannot be read anew. */
  keeps?: boolean;
  children: ReactNode;
}

/** A list that comes page by page: its table, or why there is none, and the way to more. */
export function Listing({ query, none, keeps, children }: Props) {
  const { t } = useLanguage();
  const failed = query.isError && !(keeps && query.data);
  return (
    <>
      {failed ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        children
      ) : (
        none || children
      )}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}

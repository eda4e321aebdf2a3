import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { OwnPage } from "./OwnPage";
import { rulesQuery } from "./own";
import { useOwnWords } from "./ownKind";
import { Portfolio } from "./Portfolio";

/** What one shows of oneself; reviews are answered on the page itself. */
export function ShownPage() {
  const own = useOwnWords();
  const query = useQuery(rulesQuery);
  return (
    <OwnPage title={own("own.page")}>
      <Loaded query={query} loading={<Skeleton className="h-96 w-full" />}>
        {({ resource }) => (
          <div className="max-w-4xl space-y-4">
            <p className="text-ink-soft">{own("own.pageText")}</p>
            <Portfolio resource={resource} />
          </div>
        )}
      </Loaded>
    </OwnPage>
  );
}

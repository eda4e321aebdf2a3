import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { Misses } from "./Misses";
import { synonymsQuery } from "./queries";
import { SynonymsForm } from "./SynonymsForm";

/** Which words stand for each other in searches, and what was looked for in vain. */
export function SearchWordsPage() {
  const { t } = useLanguage();
  return (
    <div className="max-w-3xl">
      <Heading title={t("staffSearch.title")} text={t("staffSearch.text")} />
      <div className="space-y-6">
        <Loaded query={useQuery(synonymsQuery)} loading={<Skeleton className="h-72 w-full" />}>
          {(kept) => <SynonymsForm kept={kept} />}
        </Loaded>
        <Misses />
      </div>
    </div>
  );
}

import { queryOptions, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import type { HomeBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import type { Locale } from "../../base/i18n/setup";
import { useSettled } from "../../base/settled";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { HomeBlocks } from "../../rooms/catalog/HomeBlocks";
import { seedHome } from "../../rooms/catalog/home";
import type { asked } from "./form";

interface Props {
  blocks: ReturnType<typeof asked>[];
  locale: Locale;
}

/** What visitors would see; it follows what is edited, and nothing in it can be pressed. */
export function Preview({ blocks, locale }: Props) {
  const { t } = useLanguage();
  const query = useQuery({
    ...previewQuery(useSettled(JSON.stringify(blocks)), locale),
    placeholderData: (before) => before,
  });
  return (
    <Panel title={t("front.preview")}>
      {query.isError ? (
        <Refusal reader="staff" error={query.error} />
      ) : query.isPending ? (
        <Skeleton className="h-80 w-full" />
      ) : (
        <div inert lang={locale} data-preview="">
          <HomeBlocks blocks={query.data.blocks} />
        </div>
      )}
    </Panel>
  );
}

function previewQuery(blocks: string, locale: string) {
  return queryOptions({
    queryKey: ["staff", "home-page", "preview", blocks, locale],
    queryFn: async () => {
      const path = `/home/preview?locale=${locale}`;
      const home = await post<HomeBody>(path, { blocks: JSON.parse(blocks) }, newKey());
      seedHome(home);
      return home;
    },
    retry: false,
  });
}

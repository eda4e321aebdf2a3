import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { MissBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Refusal } from "../../design/Failure";
import { Listing } from "../../design/Listing";
import { toast } from "../../design/Toasts";
import { forgetMisses, missesQuery } from "./queries";

/** What was looked for and not found, the most frequent first. */
export function Misses() {
  const { t, formats } = useLanguage();
  const query = useInfiniteQuery(missesQuery);
  const rows = query.data?.pages.flatMap((page) => page.misses) ?? [];
  const forgetting = useMutation({
    mutationFn: forgetMisses,
    onSuccess: () => toast({ title: t("staffSearch.forgotten") }),
  });
  const columns: Column<MissBody>[] = [
    { key: "query", title: t("staffSearch.query"), value: (row) => row.query },
    { key: "count", title: t("staffSearch.count"), number: true, value: (row) => row.count },
    {
      key: "last",
      title: t("staffSearch.last"),
      wide: true,
      value: (row) => row.lastAt,
      cell: (row) => formats.moment(row.lastAt),
    },
    {
      key: "forget",
      title: t("staffSearch.forget"),
      bare: true,
      cell: (row) => (
        <Button
          size="s"
          aria-label={t("staffSearch.forgetOne", { query: row.query })}
          busy={forgetting.isPending && forgetting.variables === row.query}
          onClick={() => forgetting.mutate(row.query)}
        >
          {t("staffSearch.forget")}
        </Button>
      ),
    },
  ];
  return (
    <section className="space-y-3">
      <h2 className="text-18 font-semibold">{t("staffSearch.misses")}</h2>
      <p className="text-ink-soft">{t("staffSearch.missesText")}</p>
      {forgetting.isError && <Refusal reader="staff" error={forgetting.error} />}
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("staffSearch.none")} hint={t("staffSearch.noneHint")} />}
      >
        <DataTable
          caption={t("staffSearch.misses")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.query}
          loading={query.isPending}
        />
      </Listing>
    </section>
  );
}

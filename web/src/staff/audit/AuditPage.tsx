import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { withQuery } from "../../base/api/client";
import { answerQuery } from "../../base/api/queries";
import type { PersonAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { buyerName } from "../desk/Buyer";
import { FromTo } from "../desk/FromTo";
import { inMoments } from "../desk/search";
import { AuditTable } from "./AuditTable";
import { AUDIT, auditQuery } from "./queries";
import { ABOUT } from "./search";

const route = getRouteApi("/staff/audit");

/** Who did what with what: everything staff, and people with their own accounts, ever did. */
export function AuditPage() {
  const { t } = useLanguage();
  useTitle(t("audit.title"));
  const search = route.useSearch();
  const query = useInfiniteQuery({
    ...auditQuery(search),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <div className="space-y-4">
      <Heading title={t("audit.title")} text={t("audit.text")} />
      <Filters />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank title={t("audit.none")} hint={t("audit.noneHint")} />}
      >
        <AuditTable rows={rows} loading={query.isPending} />
      </Listing>
    </div>
  );
}

function Filters() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const change = useChange(route);
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <FindBox
        label={t("audit.find")}
        q={search.q}
        onFind={(q) => change({ q })}
        className="w-full sm:w-64"
      />
      <Select
        dense
        label={t("audit.about")}
        value={search.about}
        none={t("list.all")}
        items={ABOUT}
        nameOf={(about) => t(`audit.of.${about}`)}
        onChoose={(about) => change({ about })}
        className="w-full sm:w-52"
      />
      <FromTo days={search} onChange={change} />
      {search.by && <By userId={search.by} onRemove={() => change({ by: undefined })} />}
      {filtered && (
        <ButtonLink kind="plain" size="s" to="/staff/audit" search={{}}>
          {t("list.clear")}
        </ButtonLink>
      )}
      <span className="grow" />
      <DownloadLink
        size="field"
        href={`/api${withQuery(AUDIT, { ...inMoments(search), format: "csv" })}`}
        label={t("list.csv")}
      />
    </div>
  );
}

/** Whose doings alone are shown. */
function By({ userId, onRemove }: { userId: string; onRemove: () => void }) {
  const { t } = useLanguage();
  const person = useQuery(
    answerQuery<PersonAnswer>(["staff", "person", userId], `/staff/people/${userId}`),
  ).data?.person;
  const name = (person && buyerName(person)) ?? userId;
  return (
    <p className="flex min-h-9 items-center gap-2 text-13">
      <span className="max-w-48 truncate">{t("audit.by", { name })}</span>
      <Button
        looks
        size="s"
        kind="plain"
        icon="close"
        aria-label={t("form.removeNamed", { name })}
        onClick={onRemove}
      />
    </p>
  );
}

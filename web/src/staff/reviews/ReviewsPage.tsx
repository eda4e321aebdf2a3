import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { newKey } from "../../base/api/client";
import { LIVING } from "../../base/api/lists";
import type { StaffReview } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { DataTable } from "../../design/DataTable";
import { Refusal } from "../../design/Failure";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { useWorks } from "../../design/Work";
import { useLineKeys } from "../desk/lineKeys";
import { SavedViews } from "../desk/SavedViews";
import { useToldKeys } from "../desk/told";
import { AnswerQuestion } from "./AnswerQuestion";
import { useColumns } from "./columns";
import { HideReviews, useTold } from "./HideReviews";
import { moderate, reviewsQuery } from "./queries";
import { allOr, KINDS, MOST, RATINGS, STATUSES } from "./search";

const route = getRouteApi("/staff/reviews");

/** What buyers wrote and shoppers asked, what changed last first: approved, or hidden with a reason. */
export function ReviewsPage() {
  const { t, locale } = useLanguage();
  const search = route.useSearch();
  const query = useInfiniteQuery({ ...reviewsQuery(search, locale), ...LIVING });
  const rows = query.data?.pages.flatMap((page) => page.reviews) ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [hiding, setHiding] = useState<readonly StaffReview[]>([]);
  const [answering, setAnswering] = useState<StaffReview>();
  const told = useTold();
  const showing = useIntent(
    (_, which: readonly StaffReview[]) => moderate(newKey(), "show", which),
    { onSuccess: told },
  );
  const approve = (which: readonly StaffReview[]) => {
    if (!showing.isPending) showing.mutate(which);
  };
  const turn = (row: StaffReview) =>
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(row.id)) next.add(row.id);
      return next;
    });
  useLineKeys(rows, { x: turn, a: (row) => approve([row]), h: (row) => setHiding([row]) });
  const busy = showing.isPending ? showing.variables : [];
  useToldKeys([
    ["x", t("staffReviews.key.choose")],
    ["a", t("staffReviews.key.approve")],
    ["h", t("staffReviews.key.hide")],
  ]);
  const columns = useColumns({
    chosen,
    turn,
    busy,
    approve,
    hide: setHiding,
    answer: setAnswering,
  });
  const works = useWorks();
  const noun = search.kind === "question" ? "staffQuestions" : "staffReviews";
  const selected = rows.filter((row) => chosen.has(row.id));
  return (
    <div className="space-y-4">
      <Heading dense title={t(`${noun}.title`)} />
      <SavedViews list="reviews" />
      <Filters />
      {showing.isError && <Refusal error={showing.error} reader="staff" />}
      {works && rows.length > 0 && (
        <Bulk
          rows={rows}
          selected={selected}
          busy={showing.isPending}
          onAll={() => setChosen(new Set(allOr(selected, rows).map(({ id }) => id)))}
          onApprove={() => approve(selected)}
          onHide={() => setHiding(selected)}
        />
      )}
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank
            icon="check"
            title={t(search.status === "new" ? `${noun}.noneNew` : `${noun}.none`)}
            hint={t(`${noun}.noneHint`)}
          />
        }
      >
        <DataTable
          caption={t(`${noun}.title`)}
          columns={works ? columns : columns.filter(({ key }) => key !== "choose")}
          rows={rows}
          rowKey={(row) => row.id}
          loading={query.isPending}
        />
      </Listing>
      {hiding.length > 0 && <HideReviews rows={hiding} onClose={() => setHiding([])} />}
      {answering && <AnswerQuestion row={answering} onClose={() => setAnswering(undefined)} />}
    </div>
  );
}

interface BulkProps {
  rows: readonly StaffReview[];
  selected: readonly StaffReview[];
  busy: boolean;
  onAll: () => void;
  onApprove: () => void;
  onHide: () => void;
}

function Bulk({ rows, selected, busy, onAll, onApprove, onHide }: BulkProps) {
  const { t } = useLanguage();
  const count = selected.length;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-2">
      <Button size="s" aria-pressed={count >= Math.min(rows.length, MOST)} onClick={onAll}>
        {t("staffReviews.chooseAll")}
      </Button>
      {count > 0 ? (
        <>
          <span role="status" className="tabular text-13">
            {t("staffReviews.chosen", { count })}
          </span>
          {count > MOST ? (
            <span className="text-13 text-ink-soft">
              {t("staffOrder.mostAtOnce", { most: MOST })}
            </span>
          ) : (
            <>
              <Button size="s" busy={busy} onClick={onApprove}>
                {t("staffReviews.approve")}
              </Button>
              <Button size="s" onClick={onHide}>
                {t("staffReviews.hide")}
              </Button>
            </>
          )}
        </>
      ) : (
        <span className="hidden text-13 text-ink-soft md:inline">{t("staffReviews.keys")}</span>
      )}
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
      <Select
        dense
        label={t("staffReviews.kind")}
        value={search.kind ?? "review"}
        items={KINDS}
        nameOf={(kind) => t(kind === "question" ? "staffQuestions.title" : "staffReviews.title")}
        onChoose={(kind) =>
          change({ kind: kind === "question" ? kind : undefined, rating: undefined })
        }
        className="w-[calc(50%-6px)] sm:w-36"
      />
      <Select
        dense
        label={t("staffReviews.status")}
        value={search.status}
        none={t("list.all")}
        items={STATUSES}
        nameOf={(status) => t(`staffReviews.statuses.${status}`)}
        onChoose={(status) => change({ status })}
        className="w-[calc(50%-6px)] sm:w-40"
      />
      {search.kind !== "question" && (
        <Select
          dense
          label={t("staffReviews.rating")}
          value={search.rating}
          none={t("list.all")}
          items={RATINGS}
          nameOf={(rating) => t("stars.choose", { count: Number(rating) })}
          onChoose={(rating) => change({ rating })}
          className="w-[calc(50%-6px)] sm:w-36"
        />
      )}
      {(["productId", "resourceId", "authorId"] as const).map(
        (name) =>
          search[name] && (
            <Button
              looks
              key={name}
              size="s"
              icon="close"
              onClick={() => change({ [name]: undefined })}
            >
              {t(`staffReviews.of.${name}`)}
            </Button>
          ),
      )}
      {filtered && (
        <ButtonLink kind="plain" size="s" to="/staff/reviews" search={{}}>
          {t("list.clear")}
        </ButtonLink>
      )}
    </div>
  );
}

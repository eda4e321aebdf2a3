import { Link } from "@tanstack/react-router";
import type { StaffReview } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import type { Column } from "../../design/DataTable";
import { Moment } from "../../design/Moment";
import { Stars } from "../../design/Stars";
import { Photos } from "../../rooms/pictures/Photos";
import { Buyer, buyerName } from "../desk/Buyer";

interface Props {
  chosen: ReadonlySet<string>;
  turn: (row: StaffReview) => void;
  busy: readonly StaffReview[];
  approve: (rows: readonly StaffReview[]) => void;
  hide: (rows: readonly StaffReview[]) => void;
  /** Of a question. */
  answer: (row: StaffReview) => void;
}

export function useColumns(props: Props): Column<StaffReview>[] {
  const { chosen, turn, busy, approve, hide, answer } = props;
  const { t } = useLanguage();
  return [
    {
      key: "choose",
      title: t("staffReviews.column.choose"),
      bare: true,
      tight: true,
      cell: (row) => (
        <label className="grid size-9 place-items-center" data-line={row.id}>
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={t("staffReviews.choose", { name: buyerName(row.author) ?? "" })}
            checked={chosen.has(row.id)}
            onChange={() => turn(row)}
          />
        </label>
      ),
    },
    {
      key: "review",
      title: t("staffReviews.column.review"),
      value: (row) => row.text,
      cell: (row) => <Said row={row} />,
    },
    {
      key: "product",
      title: t("staffReviews.column.product"),
      wide: true,
      value: (row) => row.name ?? "",
      cell: (row) => (
        <span className="block min-w-28 wrap-anywhere">
          <Of row={row} />
          {row.seller && <span className="block text-ink-soft">{row.seller}</span>}
        </span>
      ),
    },
    {
      key: "author",
      title: t("staffReviews.column.author"),
      wide: true,
      value: (row) => buyerName(row.author) ?? "",
      cell: (row) => (
        <span className="block min-w-24">
          <By row={row} />
        </span>
      ),
    },
    {
      key: "at",
      title: t("staffReviews.column.at"),
      value: (row) => row.changedAt,
      wide: true,
      cell: (row) => <Moment at={row.changedAt} className="tabular block min-w-28 text-ink-soft" />,
    },
    {
      key: "actions",
      title: t("staff.column.actions"),
      bare: true,
      cell: (row) => (
        <div className="flex flex-col gap-2 py-1 lg:flex-row lg:justify-end">
          {row.rating === null && !row.hidden && (
            <Button size="s" onClick={() => answer(row)}>
              {t(row.reply ? "productQuestions.answerChange" : "productQuestions.answerWrite")}
            </Button>
          )}
          {(row.new || row.hidden) && (
            <Button size="s" busy={busy.includes(row)} onClick={() => approve([row])}>
              {t(row.hidden ? "staffReviews.show" : "staffReviews.approve")}
            </Button>
          )}
          {!row.hidden && (
            <Button size="s" onClick={() => hide([row])}>
              {t("staffReviews.hide")}
            </Button>
          )}
        </div>
      ),
    },
  ];
}

function By({ row }: { row: StaffReview }) {
  const { t } = useLanguage();
  return (
    <>
      <Buyer who={row.author} />
      {!row.bought && row.rating !== null && (
        <span className="block text-ink-soft">{t("staffReviews.returned")}</span>
      )}
    </>
  );
}

function Of({ row }: { row: StaffReview }) {
  if (row.handle)
    return (
      <Link
        to="/product/$handle"
        params={{ handle: row.handle }}
        hash={row.rating === null ? "questions" : "reviews"}
        className="text-accent hover:underline"
      >
        {row.name}
      </Link>
    );
  if (!row.resourceId || !row.resourceKind) return row.name;
  return (
    <Link
      to={row.resourceKind === "studio" ? "/studios/$slug" : "/photographers/$slug"}
      params={{ slug: row.resourceId }}
      hash="reviews"
      className="text-accent hover:underline"
    >
      {row.name}
    </Link>
  );
}

function Said({ row }: { row: StaffReview }) {
  const { t } = useLanguage();
  return (
    <div className="max-w-prose min-w-24 space-y-1 wrap-anywhere sm:min-w-48 py-1">
      <p className="flex flex-wrap items-center gap-2">
        {row.rating !== null && <Stars value={row.rating} />}
        {row.new && <Badge tone="accent">{t("staffReviews.new")}</Badge>}
        {row.hidden && <Badge tone="gone">{t("staffReviews.hidden")}</Badge>}
      </p>
      <div className="md:hidden">
        <Of row={row} />
        <p>
          <By row={row} />
        </p>
      </div>
      {row.text ? (
        <p className="text-15 whitespace-pre-line wrap-anywhere">{row.text}</p>
      ) : (
        <p className="text-ink-soft">{t("staffReviews.noText")}</p>
      )}
      <Photos
        photos={row.images}
        title={row.name ?? t("staffReviews.title")}
        nameOf={(number) => t("reviews.photo", { number })}
      />
      {row.reply && (
        <p className="border-l-2 border-line pl-2 text-ink-soft whitespace-pre-line wrap-anywhere">
          {t(row.rating === null ? "staffQuestions.reply" : "staffReviews.reply", {
            text: row.reply,
          })}
        </p>
      )}
      {row.hiddenReason && (
        <p className="text-ink-soft wrap-anywhere">
          {t("staffReviews.why", { reason: row.hiddenReason })}
        </p>
      )}
    </div>
  );
}

import { getRouteApi } from "@tanstack/react-router";
import type { BoardAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, IconButton } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { dayAfter, useDays } from "../../rooms/studio/days";
import { type BoardSearch, KINDS, SPANS } from "./queries";

const route = getRouteApi("/staff/board");

interface Props {
  day: string;
  days: number;
  roomy: boolean;
  board: BoardAnswer | undefined;
  today: string;
}

/** Which days, of whom, by whose clock; the address keeps it. */
export function BoardBar({ day, days, roomy, board, today }: Props) {
  const { t, formats } = useLanguage();
  const names = useDays();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: BoardSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const go = (count: number) => change({ day: dayAfter(day, count * days) });
  const zones = [...new Set(board?.resources.map(({ zone }) => zone))].sort();
  const odds = board?.bookings.filter(({ conflicts }) => conflicts.length > 0).length ?? 0;
  const last = dayAfter(day, days - 1);
  return (
    <div className="space-y-2">
      <Heading
        dense
        title={t("board.title")}
        beside={
          <>
            <p className="tabular text-ink-soft" aria-live="polite">
              {days > 1 ? `${names.short(day)} – ${names.short(last)}` : names.long(day)}
            </p>
            {odds > 0 && (
              <p className="text-13 font-medium text-danger">{t("board.odds", { count: odds })}</p>
            )}
          </>
        }
      />
      <div className="flex flex-wrap items-end gap-2">
        <span className="flex items-center gap-1">
          <IconButton looks icon="left" label={t("board.before")} onClick={() => go(-1)} />
          <Button
            looks
            size="s"
            disabled={day === today}
            onClick={() => change({ day: undefined })}
          >
            {t("board.today")}
          </Button>
          <IconButton looks icon="right" label={t("board.after")} onClick={() => go(1)} />
        </span>
        <Field
          dense
          bare
          type="date"
          label={t("board.day")}
          value={day}
          onChange={({ target }) => target.value && change({ day: target.value })}
          className="w-40"
        />
        {roomy && (
          <Select
            dense
            bare
            label={t("board.span")}
            value={search.span ?? "day"}
            items={SPANS}
            nameOf={(span) => t(`board.spans.${span}`)}
            onChoose={(span) => change({ span })}
            className="w-32"
          />
        )}
        <Select
          dense
          bare
          label={t("board.kind")}
          value={search.kind}
          none={t("board.all")}
          items={KINDS}
          nameOf={(kind) => t(`studio.kinds.${kind}`)}
          onChoose={(kind) => change({ kind })}
          className="w-40"
        />
        {(zones.length > 1 || search.zone) && (
          <Select
            dense
            bare
            label={t("board.zone")}
            value={search.zone ?? board?.zone}
            items={zones}
            nameOf={(zone) => formats.zoneName(zone)}
            onChoose={(zone) => change({ zone })}
            className="w-44"
          />
        )}
        <Button looks size="s" className="min-h-9" onClick={() => window.print()}>
          {t("board.print")}
        </Button>
      </div>
    </div>
  );
}

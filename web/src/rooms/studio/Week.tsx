import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DayShown, ResourceBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { todayIn } from "./days";
import { daysQuery } from "./queries";
import { mondayOf } from "./scheduleForm";

/** A week as it comes to: when it is open each day, by its own clock, and why it is closed. */
export function Week({ resource }: { resource: ResourceBody }) {
  const { t } = useLanguage();
  const [weeks, setWeeks] = useState(0);
  const query = useQuery({
    ...daysQuery(resource.id, mondayOf(todayIn(resource.zone), weeks)),
    placeholderData: (before) => before,
  });
  return (
    <Panel
      title={t("studio.week")}
      actions={
        <span className="flex flex-wrap gap-2">
          <Button looks size="s" onClick={() => setWeeks(weeks - 1)}>
            {t("studio.weekBefore")}
          </Button>
          <Button looks size="s" disabled={weeks === 0} onClick={() => setWeeks(0)}>
            {t("studio.weekNow")}
          </Button>
          <Button looks size="s" onClick={() => setWeeks(weeks + 1)}>
            {t("studio.weekAfter")}
          </Button>
        </span>
      }
    >
      <Loaded query={query} loading={<Skeleton className="h-40 w-full" />}>
        {({ days }) => (
          <ul className="grid grid-cols-1 gap-2 sm:grid-cols-7">
            {days.map((day) => (
              <Day key={day.day} day={day} />
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

function Day({ day }: { day: DayShown }) {
  const { t, locale } = useLanguage();
  const title = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(new Date(`${day.day}T00:00:00Z`));
  return (
    <li className="rounded-m border border-line p-2">
      <p className="text-13 font-medium text-ink-soft">{title}</p>
      {day.spans.map((span) => (
        <p key={span.start} className="tabular-nums">
          {span.begins}–{span.ends}
        </p>
      ))}
      {day.why && (
        <p className="break-words text-13 text-ink-soft">
          {t(`studio.why.${day.why}`, { note: day.note })}
        </p>
      )}
    </li>
  );
}

import { useQuery } from "@tanstack/react-query";
import type { LoadShown, OwnLoadAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { type IncomeOf, loadQuery } from "./own";
import { type By, partOf, useSpanName } from "./spans";

/** How much of the open hours is booked, beside the days before. */
export function OwnLoad(of: IncomeOf) {
  const query = useQuery({ ...loadQuery(of), placeholderData: (known) => known });
  return (
    <Loaded query={query} loading={<Skeleton className="h-72 w-full rounded-l" />}>
      {(found) => <Shown found={found} />}
    </Loaded>
  );
}

function Shown({ found: { by, total, before, load } }: { found: OwnLoadAnswer }) {
  const { t, formats } = useLanguage();
  const day = (one: string) => (by === "month" ? formats.monthOfUtc(one) : formats.dayOfUtc(one));
  return (
    <Panel title={t("own.load")} text={t("own.loadText")}>
      <dl className="mb-2 grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Sum name={t("own.loadShare")} now={total} then={before} of="share" />
        <Sum name={t("own.loadBooked")} now={total} then={before} of="booked" />
        <Sum name={t("own.loadOpen")} now={total} then={before} of="open" />
      </dl>
      <p className="mb-5 text-13 text-ink-soft">
        {t("own.loadBefore", { from: day(before.from), to: day(before.to) })}
      </p>
      <ul className="space-y-3">
        {load.map((one) => (
          <Line key={one.from} by={by} one={one} />
        ))}
      </ul>
    </Panel>
  );
}

type Part = "share" | "booked" | "open";

/** A sum of the days, and what it was before. */
function Sum({ name, now, then, of }: { name: string; now: LoadShown; then: LoadShown; of: Part }) {
  const { t } = useLanguage();
  const said = useSaid();
  return (
    <div className="rounded-m bg-sunken px-4 py-3">
      <dt className="text-13 text-ink-soft">{name}</dt>
      <dd className="tabular text-24 font-semibold">{said(now, of)}</dd>
      <dd className="tabular text-13 text-ink-soft">
        {t("own.loadThen", { before: said(then, of) })}
      </dd>
    </div>
  );
}

/** Hours, or the part of the open ones that is booked. */
function useSaid() {
  const { t, formats } = useLanguage();
  return (load: LoadShown, of: Part) => {
    if (of !== "share")
      return t("own.loadHours", { value: formats.number(Math.round(load[of] / 6) / 10) });
    const part = partOf(load.booked, load.open);
    return part === null ? "–" : formats.percent(part);
  };
}

function Line({ by, one }: { by: By; one: LoadShown }) {
  const { t } = useLanguage();
  const said = useSaid();
  const name = useSpanName(by);
  const full = Math.min(partOf(one.booked, one.open) ?? (one.booked > 0 ? 1 : 0), 1);
  return (
    <li className="space-y-1">
      <div className="flex flex-wrap justify-between gap-x-4">
        <span>{name(one.from)}</span>
        <span className="tabular">
          {t("own.loadOf", { booked: said(one, "booked"), open: said(one, "open") })}
          {" · "}
          <span className="font-medium">{said(one, "share")}</span>
        </span>
      </div>
      <div aria-hidden="true" className="flex h-2 overflow-hidden rounded-full bg-sunken">
        <span className="bg-free" style={{ width: `${full * 100}%` }} />
      </div>
    </li>
  );
}

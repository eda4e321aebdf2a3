import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useId } from "react";
import type { OwnIncome, OwnIncomeAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Button, IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { HolderPayouts } from "../selling/HolderPayouts";
import { resourcePlace } from "../selling/queries";
import { SellerMoney } from "../selling/SellerMoney";
import { dayAfter, todayIn, useDays } from "./days";
import { OwnLoad } from "./OwnLoad";
import { OwnPage } from "./OwnPage";
import { incomeFile, incomeQuery, rulesQuery } from "./own";
import { useOwnWords } from "./ownKind";
import { mondayOf } from "./scheduleForm";
import { BY, type By, useSpanName } from "./spans";

const route = getRouteApi("/my/income");

/** How far back one looks at first, and how much at once, in days. */
const SPANS: Record<By, [number, number]> = { day: [13, 28], week: [56, 91], month: [183, 365] };

/** What the bookings of a photographer or a studio came to, by day, week or month. */
export function IncomePage() {
  const { t } = useLanguage();
  return (
    <OwnPage title={t("own.income")}>
      <Income />
      <OwnShare />
    </OwnPage>
  );
}

/** What of it is their own, paid out and to be paid. */
function OwnShare() {
  const { t } = useLanguage();
  const own = useOwnWords();
  return (
    <section aria-label={t("own.share")} className="mt-10 space-y-6">
      <div>
        <h2 className="text-18 font-semibold">{t("own.share")}</h2>
        <p className="max-w-prose text-ink-soft">{own("own.shareText")}</p>
      </div>
      <Loaded query={useQuery(rulesQuery)} loading={<Skeleton className="h-48 w-full" />}>
        {({ resource }) => (
          <>
            <SellerMoney place={resourcePlace(resource.id)} />
            <HolderPayouts place={resourcePlace(resource.id)} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Income() {
  const { t } = useLanguage();
  const days = useDays();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const by = search.by ?? "week";
  const [before, count] = SPANS[by];
  const from = whole(by, search.from ?? dayAfter(todayIn(undefined), -before));
  const to = dayAfter(from, count);
  const change = (next: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const query = useQuery({
    ...incomeQuery({ from, to, by }),
    placeholderData: (known) => known,
  });
  return (
    <div className="space-y-6">
      <p className="max-w-prose text-ink-soft">{t("own.incomeText")}</p>
      <div className="flex flex-wrap items-center gap-2">
        <IconButton
          icon="left"
          label={t("board.before")}
          onClick={() => change({ from: dayAfter(from, -count) })}
        />
        <Button size="s" onClick={() => change({ from: undefined })}>
          {t("board.today")}
        </Button>
        <IconButton
          icon="right"
          label={t("board.after")}
          onClick={() => change({ from: dayAfter(from, count) })}
        />
        <h2 className="tabular grow text-18 font-semibold" aria-live="polite">
          {days.short(from)} – {days.short(dayAfter(to, -1))}
        </h2>
        <Select
          dense
          bare
          label={t("own.by")}
          value={by}
          items={BY}
          nameOf={(one) => t(`board.spans.${one}`)}
          onChoose={(one) => change({ by: one, from: undefined })}
          className="w-32"
        />
        <a
          className="inline-flex min-h-10 items-center rounded-m px-3 font-medium text-accent hover:bg-accent-soft"
          href={incomeFile({ from, to, by })}
          download
        >
          {t("own.file")}
        </a>
      </div>
      <Loaded query={query} loading={<Skeleton className="h-96 w-full" />}>
        {({ income }) =>
          income.length === 0 ? (
            <Blank icon="clock" title={t("own.noIncome")} hint={t("own.noIncomeHint")} />
          ) : (
            [...new Set(income.map(({ currency }) => currency))].map((currency) => (
              <OfCurrency
                key={currency}
                by={by}
                currency={currency}
                income={income.filter((one) => one.currency === currency)}
              />
            ))
          )
        }
      </Loaded>
      <OwnLoad from={from} to={to} by={by} />
    </div>
  );
}

function whole(by: By, day: string): string {
  if (by === "week") return mondayOf(day);
  return by === "month" ? `${day.slice(0, 7)}-01` : day;
}

const SUMS = ["earned", "due", "ahead"] as const;

interface Props {
  by: By;
  currency: string;
  income: OwnIncomeAnswer["income"];
}

function OfCurrency({ by, currency, income }: Props) {
  const { t, formats } = useLanguage();
  const top = Math.max(1, ...income.map(({ earned, due, ahead }) => earned + due + ahead));
  return (
    <Panel title={currency}>
      <dl className="mb-5 grid grid-cols-1 gap-3 sm:grid-cols-3">
        {SUMS.map((name) => (
          <div key={name} className="rounded-m bg-sunken px-4 py-3">
            <dt className="text-13 text-ink-soft">{t(`own.sum.${name}`)}</dt>
            <dd className="tabular text-24 font-semibold wrap-anywhere">
              {formats.price(
                income.reduce((all, one) => all + one[name], 0),
                currency,
              )}
            </dd>
          </div>
        ))}
      </dl>
      <ul className="space-y-3">
        {income.map((one) => (
          <Line key={one.begins} by={by} one={one} top={top} />
        ))}
      </ul>
    </Panel>
  );
}

function Line({ by, one, top }: { by: By; one: OwnIncome; top: number }) {
  const { t, formats } = useLanguage();
  const id = useId();
  const name = useSpanName(by)(one.begins);
  const parts = SUMS.filter((part) => one[part] > 0);
  const wide = (part: (typeof SUMS)[number]) => ({ width: `${(one[part] / top) * 100}%` });
  return (
    <li className="space-y-1">
      <div className="flex flex-wrap justify-between gap-x-4">
        <span id={id}>
          {name}
          <span className="text-13 text-ink-soft">
            {" · "}
            {t("own.sessions", { count: one.sessions })}
          </span>
        </span>
        <span className="tabular">
          {(parts.length > 0 ? parts : [SUMS[0]]).map((part, place) => (
            <span
              key={part}
              className={classes(part === "earned" ? "font-medium" : "text-ink-soft")}
            >
              {place > 0 && " + "}
              {t(`own.part.${part}`, { price: formats.price(one[part], one.currency) })}
            </span>
          ))}
        </span>
      </div>
      <div aria-hidden="true" className="flex h-2 overflow-hidden rounded-full bg-sunken">
        <span className="bg-free" style={wide("earned")} />
        <span className="bg-held" style={wide("due")} />
        <span className="supply-held" style={wide("ahead")} />
      </div>
    </li>
  );
}

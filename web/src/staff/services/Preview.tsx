import { asProblem } from "../../base/api/problem";
import type { ServiceAsked, ServicePreview } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useLevelWord, useRoleWord } from "../../design/called";
import { Failure } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { SkeletonText } from "../../design/Skeleton";
import { usePreview } from "./queries";

/** What clients would see of it, were it saved as it stands: prices, and the next times. */
export function Preview({ asked }: { asked: ServiceAsked | null }) {
  const { t } = useLanguage();
  const query = usePreview(asked);
  const unsound = query.isError && asProblem(query.error).code === "service-invalid";
  return (
    <Panel title={t("services.preview")} text={t("services.previewText")}>
      {(asked === null && !query.data) || unsound ? (
        <p className="text-ink-soft">{t("services.previewLater")}</p>
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonText lines={6} />
      ) : (
        <div className="space-y-4" aria-busy={query.isPlaceholderData}>
          <Prices seen={query.data} />
          <NextTimes seen={query.data} />
        </div>
      )}
    </Panel>
  );
}

function Prices({ seen }: { seen: ServicePreview }) {
  const level = useLevelWord();
  const { t, formats } = useLanguage();
  return (
    <ul className="divide-y divide-line">
      {seen.prices.map((one) => (
        <li
          key={`${one.minutes} ${one.level}`}
          className="flex flex-wrap items-baseline justify-between gap-x-3 py-1.5"
        >
          <span className="min-w-0 break-words">
            {formats.length(one.minutes)}
            {one.level && <span className="text-ink-soft"> {level(one.level)}</span>}
          </span>
          <span className="tabular text-right">
            {formats.price(one.price, seen.currency)}
            {one.dueNow < one.price && (
              <span className="block text-13 text-ink-soft">
                {t("services.previewDue", { price: formats.price(one.dueNow, seen.currency) })}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function NextTimes({ seen }: { seen: ServicePreview }) {
  const role = useRoleWord();
  const { t, locale, formats } = useLanguage();
  const day = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  if (seen.times.length === 0)
    return (
      <div className="space-y-1">
        <p className="font-medium text-held-ink">{t("services.noTimes")}</p>
        <ul className="list-disc pl-5 text-13 text-ink-soft">
          {seen.reasons.slice(0, 8).map((one) => (
            <li key={`${one.role} ${one.resourceId} ${one.reason}`} className="wrap-anywhere">
              {[one.role && role(one.role), one.resource].filter(Boolean).join(", ")}: {one.detail}
            </li>
          ))}
        </ul>
      </div>
    );
  return (
    <div>
      <h3 className="mb-1 font-medium">{t("services.nextTimes")}</h3>
      <ul className="divide-y divide-line">
        {seen.times.map((time) => (
          <li key={time.start} className="flex flex-wrap justify-between gap-x-3 py-1.5">
            <span className="tabular">
              {day.format(new Date(`${time.local.slice(0, 10)}T12:00:00Z`))},{" "}
              {time.local.slice(11, 16)}
            </span>
            <span className="tabular">{formats.price(time.price, seen.currency)}</span>
            <span className="w-full text-13 text-ink-soft wrap-anywhere">
              {(time.combinations[0]?.resources ?? [])
                .map((id) => seen.resources[id]?.name)
                .join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

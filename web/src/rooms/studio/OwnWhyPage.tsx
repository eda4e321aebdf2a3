import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { dayAfter } from "../booking/days";
import { todayIn } from "./days";
import { OwnPage } from "./OwnPage";
import { ownServicesQuery } from "./own";
import { TakenWeek, WEEK } from "./TakenWeek";

const route = getRouteApi("/my/why");

/** Why no time is offered with oneself: of a week, day by day, what took it. */
export function OwnWhyPage() {
  const { t, locale } = useLanguage();
  const { service, day = todayIn(undefined) } = route.useSearch();
  const change = useChange(route);
  return (
    <OwnPage title={t("noTime.title")}>
      <p className="mb-6 max-w-prose text-ink-soft">{t("own.whyText")}</p>
      <Loaded
        query={useQuery(ownServicesQuery(locale))}
        loading={<Skeleton className="h-80 w-full rounded-l" />}
      >
        {({ services }) => (
          <div className="space-y-6">
            <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[3fr_1fr_auto] lg:items-end">
              <Select
                label={t("bookFor.service")}
                value={service}
                none={t("bookFor.chooseService")}
                items={services.map(({ id }) => id)}
                nameOf={(id) => services.find((one) => one.id === id)?.name ?? id}
                onChoose={(id) => change({ service: id })}
              />
              <Field
                type="date"
                label={t("staffBooking.from")}
                value={day}
                onChange={({ target }) => change({ day: target.value || undefined })}
              />
              <span className="flex gap-2">
                <Button onClick={() => change({ day: dayAfter(day, -WEEK) })}>
                  {t("noTime.weekBefore")}
                </Button>
                <Button onClick={() => change({ day: dayAfter(day, WEEK) })}>
                  {t("noTime.weekAfter")}
                </Button>
              </span>
            </div>
            {service ? (
              <TakenWeek own service={service} day={day} />
            ) : (
              <Blank icon="clock" title={t("bookFor.chooseService")} hint={t("noTime.choose")} />
            )}
          </div>
        )}
      </Loaded>
    </OwnPage>
  );
}

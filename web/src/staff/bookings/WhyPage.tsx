import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { ResourcesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { BackLink } from "../../design/BackLink";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { dayAfter } from "../../rooms/booking/days";
import { todayIn, useServices } from "../../rooms/booking/queries";
import { TakenWeek, WEEK } from "../../rooms/studio/TakenWeek";

const route = getRouteApi("/staff/why-no-time");
/** Why no time of a service is offered: of a week, day by day, what took it. */
export function WhyPage() {
  const { t } = useLanguage();
  const { service, who, day = todayIn(undefined) } = route.useSearch();
  return (
    <div className="max-w-5xl space-y-6">
      <div>
        <BackLink to="/staff/bookings">{t("staffBooking.title")}</BackLink>
        <Heading title={t("noTime.title")} text={t("noTime.text")} />
      </div>
      <Asked />
      {service ? (
        <TakenWeek service={service} who={who} day={day} />
      ) : (
        <Blank icon="clock" title={t("bookFor.chooseService")} hint={t("noTime.choose")} />
      )}
    </div>
  );
}

function Asked() {
  const { t } = useLanguage();
  const { service, who, day = todayIn(undefined) } = route.useSearch();
  const services = useServices().data?.services ?? [];
  const resources = useQuery(
    answerQuery<ResourcesAnswer>(["staff", "resources"], "/staff/resources"),
  );
  const some = (resources.data?.resources ?? []).filter(({ status }) => status === "active");
  const change = useChange(route);
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[2fr_2fr_1fr_auto] lg:items-end">
      <Select
        label={t("bookFor.service")}
        value={service}
        none={t("bookFor.chooseService")}
        items={services.map(({ id }) => id)}
        nameOf={(id) => services.find((one) => one.id === id)?.name ?? id}
        onChoose={(id) => change({ service: id })}
      />
      <Select
        label={t("noTime.with")}
        value={who}
        none={t("noTime.anybody")}
        items={some.map(({ id }) => id)}
        nameOf={(id) => some.find((one) => one.id === id)?.name ?? id}
        onChoose={(id) => change({ who: id })}
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
  );
}

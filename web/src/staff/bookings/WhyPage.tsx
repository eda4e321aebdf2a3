import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { ResourcesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { BackLink } from "../../design/BackLink";
import { Blank } from "../../design/Blank";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { todayIn, useServices } from "../../rooms/booking/queries";
import { TakenWeek } from "../../rooms/studio/TakenWeek";
import { WhyFields } from "../../rooms/studio/WhyFields";

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
    <WhyFields
      services={services}
      service={service}
      day={day}
      onChange={change}
      className="lg:grid-cols-[2fr_2fr_1fr_auto]"
    >
      <Select
        label={t("noTime.with")}
        value={who}
        none={t("noTime.anybody")}
        items={some.map(({ id }) => id)}
        nameOf={(id) => some.find((one) => one.id === id)?.name ?? id}
        onChoose={(id) => change({ who: id })}
      />
    </WhyFields>
  );
}

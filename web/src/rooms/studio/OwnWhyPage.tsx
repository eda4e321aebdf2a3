import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { todayIn } from "./days";
import { OwnPage } from "./OwnPage";
import { ownServicesQuery } from "./own";
import { useOwnWords } from "./ownKind";
import { TakenWeek } from "./TakenWeek";
import { WhyFields } from "./WhyFields";

const route = getRouteApi("/my/why");

/** Why no time is offered with oneself: of a week, day by day, what took it. */
export function OwnWhyPage() {
  const { t, locale } = useLanguage();
  const own = useOwnWords();
  const { service, day = todayIn(undefined) } = route.useSearch();
  const change = useChange(route);
  return (
    <OwnPage title={t("noTime.title")}>
      <p className="mb-6 max-w-prose text-ink-soft">{own("own.whyText")}</p>
      <Loaded
        query={useQuery(ownServicesQuery(locale))}
        loading={<Skeleton className="h-80 w-full rounded-l" />}
      >
        {({ services }) => (
          <div className="space-y-6">
            <WhyFields
              services={services}
              service={service}
              day={day}
              onChange={change}
              className="lg:grid-cols-[3fr_1fr_auto]"
            />
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

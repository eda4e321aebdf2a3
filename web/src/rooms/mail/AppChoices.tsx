import { useMutation, useQuery } from "@tanstack/react-query";
import { remove } from "../../base/api/client";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { DeviceShown, DevicesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { KindChoices } from "./MailChoices";

ownAnswers("devices");
const devicesQuery = {
  ...answerQuery<DevicesAnswer>(["devices"], "/devices"),
  refetchOnWindowFocus: "always" as const, // who comes back from the app has logged in there
};

/** Phones whose app shows what happened, and of which kinds one is told so. */
export function AppChoices() {
  const { t } = useLanguage();
  const offered = useQuery(configQuery).data?.app === true;
  const query = useQuery({ ...devicesQuery, enabled: offered });
  if (!offered) return null;
  return (
    <Panel title={t("app.title")} text={t("app.text")}>
      <Loaded query={query} loading={<SkeletonText lines={2} />}>
        {({ devices }) =>
          devices.length === 0 ? (
            <p>{t("app.none")}</p>
          ) : (
            <>
              <ul className="divide-y divide-line rounded-m border border-line">
                {devices.map((one) => (
                  <Phone key={one.id} device={one} />
                ))}
              </ul>
              <div className="mt-4 border-line border-t pt-3">
                <p className="mb-3">{t("telegram.kinds")}</p>
                <KindChoices channel="app" />
              </div>
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Phone({ device: { id, name, createdAt } }: { device: DeviceShown }) {
  const { t, formats } = useLanguage();
  const removing = useMutation({
    mutationFn: () => remove<void>(`/devices/${id}`),
    onSettled: () => renew(devicesQuery.queryKey),
  });
  return (
    <li className="p-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-40 flex-1">
          <p className="wrap-anywhere font-medium">{name}</p>
          <p className="text-13 text-ink-soft">
            {t("word.since", { time: formats.calendarDay(createdAt) })}
          </p>
        </div>
        <Button
          size="s"
          kind="plain"
          busy={removing.isPending}
          aria-label={t("app.removeOne", { name })}
          onClick={() => removing.mutate()}
        >
          {t("app.remove")}
        </Button>
      </div>
      {removing.isError && <Refusal error={removing.error} />}
    </li>
  );
}

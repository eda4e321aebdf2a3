import { useMutation, useQuery } from "@tanstack/react-query";
import { configQuery, renew } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { KindChoices } from "./MailChoices";
import { type Here, pushQuery, switchOff, switchOn } from "./push";

/** Whether this browser shows what happened, and of which kinds one is told so. */
export function PushChoices() {
  const { t } = useLanguage();
  const offered = Boolean(useQuery(configQuery).data?.pushKey);
  const query = useQuery({ ...pushQuery, enabled: offered });
  if (!offered) return null;
  return (
    <Panel title={t("push.title")} text={t("push.text")}>
      <Loaded query={query} loading={<SkeletonText lines={2} />}>
        {(here) => (
          <>
            <Switch here={here} />
            {here.state === "on" && (
              <div className="mt-4 border-line border-t pt-3">
                <KindChoices channel="push" />
              </div>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Switch({ here: { state, id } }: { here: Here }) {
  const { t } = useLanguage();
  const switching = useMutation({
    mutationFn: () => (id ? switchOff(id) : switchOn()),
    onSettled: () => renew(pushQuery.queryKey),
  });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-live="polite">{t(`push.${state}`)}</p>
        {(state === "on" || state === "off") && (
          <Button
            kind={state === "off" ? "primary" : undefined}
            busy={switching.isPending}
            onClick={() => switching.mutate()}
          >
            {t(state === "on" ? "push.switchOff" : "push.switchOn")}
          </Button>
        )}
      </div>
      {switching.isError && <Refusal error={switching.error} />}
    </>
  );
}

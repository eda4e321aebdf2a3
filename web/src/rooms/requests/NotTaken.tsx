import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { notTakenQuery, useTakeAgain } from "./queries";

/** Clients who are not taken; nothing, while there are none. */
export function NotTaken() {
  const { t, formats } = useLanguage();
  const clients = useQuery(notTakenQuery).data?.clients ?? [];
  const again = useTakeAgain();
  if (clients.length === 0) return null;
  return (
    <Panel title={t("asked.notTaken")} text={t("asked.notTakenText")}>
      {again.isError && <Refusal reader="staff" error={again.error} />}
      <ul className="max-h-96 divide-y divide-line overflow-y-auto">
        {clients.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <div className="min-w-0">
              <p className="wrap-anywhere">
                {one.client ?? t("word.guest")}
                {one.reason && <span className="text-ink-soft">{` · ${one.reason}`}</span>}
              </p>
              <p className="text-13 text-ink-soft">
                {t(one.resourceId ? "asked.byOne" : "asked.byNobody", {
                  time: formats.moment(one.madeAt),
                })}
              </p>
            </div>
            <Button
              size="s"
              busy={again.isPending && again.variables === one.id}
              onClick={() => again.mutate(one.id)}
            >
              {t("asked.takeAgain")}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

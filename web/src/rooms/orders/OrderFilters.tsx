import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { ButtonLink } from "../../design/Button";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import { DAYS, STATUSES, years } from "./search";

const route = getRouteApi("/orders");

/** Words, state and time: what they find stands in the address. */
export function OrderFilters() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const change = useChange(route);
  const offered = years(new Date());
  const own = search.time && ![...DAYS, ...offered].includes(search.time) ? [search.time] : [];
  return (
    <div className="mt-2 mb-5 flex flex-wrap items-end gap-x-3 gap-y-2">
      <FindBox
        label={t("orders.find")}
        q={search.q}
        onFind={(q) => change({ q })}
        most={200}
        className="w-full sm:w-72"
      />
      <Select
        dense
        label={t("orders.state")}
        none={t("list.all")}
        value={search.status}
        items={STATUSES}
        nameOf={(status) => t(`order.status.${status}`)}
        onChoose={(status) => change({ status })}
        className="w-[calc(50%-6px)] sm:w-44"
      />
      <Select
        dense
        label={t("orders.time")}
        none={t("orders.always")}
        value={search.time}
        items={[...DAYS, ...offered, ...own]}
        nameOf={(time) => (time.length === 4 ? time : t("word.lastDays", { count: Number(time) }))}
        onChoose={(time) => change({ time })}
        className="w-[calc(50%-6px)] sm:w-44"
      />
      {Object.values(search).some(Boolean) && (
        <ButtonLink kind="plain" size="s" to="/orders" search={{}}>
          {t("list.clear")}
        </ButtonLink>
      )}
    </div>
  );
}

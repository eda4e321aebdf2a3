import { useInfiniteQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { ButtonLink } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { useEvery } from "./every";
import { ownRepeats } from "./queries";

/** The packages that one buys again and again, and the way to where that is changed; nothing of who
 * has none. */
export function Memberships() {
  const { t, locale, formats } = useLanguage();
  const every = useEvery();
  const query = useInfiniteQuery({ ...ownRepeats(locale), enabled: useUses().repeats });
  const found = query.data?.pages.flatMap((page) => page.repeatOrders) ?? [];
  const mine = found.filter((one) => one.package && one.status !== "ended");
  if (mine.length === 0) return null;
  return (
    <Panel title={t("repeats.members")}>
      <ul className="mb-4 space-y-2">
        {mine.map((one) => (
          <li key={one.id} className="flex flex-wrap gap-x-2">
            <span className="font-medium wrap-anywhere">{one.package?.name}</span>
            <span>{every(one.every).toLocaleLowerCase(locale)}</span>
            <span className="text-ink-soft">
              {one.nextOn
                ? `${t("repeats.next")} ${formats.dayAhead(one.nextOn)}`
                : t("repeats.status.paused")}
            </span>
          </li>
        ))}
      </ul>
      <ButtonLink size="s" to="/repeat-orders">
        {t("repeats.manage")}
      </ButtonLink>
    </Panel>
  );
}

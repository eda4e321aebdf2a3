import { useQuery } from "@tanstack/react-query";
import { DUTIES } from "../../base/api/duties";
import { useLanguage } from "../../base/i18n/format";
import { Icon } from "../../design/Icon";
import { useWork } from "../../design/Work";
import { dutiesQuery, useDutyWords } from "../../staff/desk/duties";

/** Before a page on which one changes nothing: why, and who could change that. */
export function OnlyLooking() {
  const { works, writes } = useWork();
  return works ? null : <Why writes={writes} />;
}

function Why({ writes }: { writes: ReturnType<typeof useWork>["writes"] }) {
  const { t } = useLanguage();
  const words = useDutyWords();
  const admins = useQuery(dutiesQuery).data?.admins ?? [];
  const needed = [...new Set(writes.flatMap((route): readonly string[] => DUTIES[route]))];
  return (
    <p
      data-testid="only-looking"
      className="mb-4 flex items-start gap-2 rounded-m bg-sunken px-3 py-2 text-13 text-ink-soft"
    >
      <Icon name="alert" size={16} />
      <span className="min-w-0">
        {t("duty.onlyLooking", { duties: needed.map(words).join(" / ") })}{" "}
        {admins.length > 0 ? t("duty.askThem", { names: admins.join(", ") }) : t("duty.ask")}
      </span>
    </p>
  );
}

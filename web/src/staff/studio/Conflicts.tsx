import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";
import { conflictsQuery } from "../../rooms/studio/queries";

/** Bookings that stand where they no longer should; nothing, while there are none. */
export function Conflicts() {
  const { t } = useLanguage();
  const found = useQuery(conflictsQuery).data?.conflicts ?? [];
  if (found.length === 0) return null;
  return (
    <Panel title={t("studio.conflicts", { count: found.length })} text={t("studio.conflictsText")}>
      <ul className="max-h-96 space-y-2 overflow-y-auto">
        {found.map((one) => (
          <li key={`${one.kind}/${one.bookingId}/${one.resourceId}/${one.note}`}>
            <span className="font-medium">{one.number}</span>{" "}
            <Link
              to="/staff/resources/$resourceId"
              params={{ resourceId: one.resourceId }}
              className="underline"
            >
              {one.resource}
            </Link>
            {": "}
            {t(`studio.conflict.${one.kind}`, {
              wall: one.wall.replace("T", " "),
              shows: (one.shows ?? "").replace("T", " "),
              note: one.note,
            })}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

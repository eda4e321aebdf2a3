import { Link } from "@tanstack/react-router";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { ActDialog } from "../desk/ActDialog";
import { linesKey } from "./queries";

/** Whoever has an order of it is dealt with there; whoever still waits is taken off. */
export function TakeOff<Row extends { orderId: string | null; number: string | null }>({
  row,
  onRemove,
}: {
  row: Row;
  onRemove: (row: Row) => void;
}) {
  const { t } = useLanguage();
  if (!row.orderId) {
    return (
      <Button size="s" onClick={() => onRemove(row)}>
        {t("staffLine.remove")}
      </Button>
    );
  }
  return (
    <Link
      to="/staff/orders/$orderId"
      params={{ orderId: row.orderId }}
      className="tabular text-accent underline underline-offset-4"
    >
      {row.number}
    </Link>
  );
}

/** `place`: the address of what somebody has in a line. They are told the reason. */
export function TakeOffDialog({ place, onClose }: { place: string; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <ActDialog
      title={t("staffLine.removeTitle")}
      text={t("staffLine.removeText")}
      act={t("staffLine.remove")}
      grave
      reason={{ hint: t("staffLine.removeHint"), most: 200 }}
      send={(key, reason) => insist(`${place}/remove`, { reason }, key)}
      onDone={() => renew(linesKey)}
      told={() => t("staffLine.removed")}
      onClose={onClose}
    />
  );
}

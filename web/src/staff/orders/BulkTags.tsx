import { useState } from "react";
import type { OrdersTaggedAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { TagField } from "./TagField";
import { useTagging } from "./tags";

interface Props {
  orderIds: string[];
  onDone: (became: OrdersTaggedAnswer["orders"]) => void;
}

/** A tag for all the orders that are chosen, or for none of them any more. */
export function BulkTags({ orderIds, onDone }: Props) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const tagging = useTagging(({ orders }) => onDone(orders));
  const tag = text.trim();
  const send = (how: "add" | "remove") => tag && tagging.mutate({ orderIds, [how]: [tag] });
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="w-44">
        <TagField dense text={text} onText={setText} onTake={setText} />
      </div>
      <Button size="s" busy={tagging.isPending} disabled={!tag} onClick={() => send("add")}>
        {t("staffOrder.addTag")}
      </Button>
      <Button size="s" busy={tagging.isPending} disabled={!tag} onClick={() => send("remove")}>
        {t("staffOrder.removeTag")}
      </Button>
      {tagging.isError && <Refusal error={tagging.error} reader="staff" />}
    </div>
  );
}

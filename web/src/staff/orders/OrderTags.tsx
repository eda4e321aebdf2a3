import { useState } from "react";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, IconButton } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { useWorks } from "../../design/Work";
import { TagField } from "./TagField";
import { useTagging } from "./tags";

/** Short words to find an order again by; the buyer does not see them. */
export function OrderTags({ seen }: { seen: StaffOrderAnswer }) {
  const { t } = useLanguage();
  const works = useWorks();
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const orderIds = [seen.order.id];
  const tagging = useTagging(({ orders: [became] }) => {
    if (!became?.refusal) setText("");
  });
  const refused = tagging.data?.orders[0]?.why;
  const add = (tag: string) => {
    setMissing(!tag.trim());
    if (tag.trim()) tagging.mutate({ orderIds, add: [tag.trim()] });
  };
  return (
    <Panel title={t("staffOrder.tags")}>
      <div className="space-y-3">
        {seen.tags.length > 0 && (
          <ul className="flex flex-wrap gap-2">
            {seen.tags.map((tag) => (
              <li
                key={tag}
                className="inline-flex max-w-full items-center gap-1 rounded-m bg-sunken pl-3"
              >
                <span className="min-w-0 wrap-anywhere">{tag}</span>
                <IconButton
                  size="s"
                  icon="close"
                  label={t("staffOrder.removeTagNamed", { tag })}
                  onClick={() => tagging.mutate({ orderIds, remove: [tag] })}
                />
              </li>
            ))}
          </ul>
        )}
        {works && (
          <div className="flex flex-wrap items-start gap-2">
            <div className="min-w-0 grow basis-40">
              <TagField
                dense
                text={text}
                onText={(typed) => {
                  setText(typed);
                  setMissing(false);
                  tagging.reset();
                }}
                onTake={add}
                without={seen.tags}
                hint={t("staffOrder.tagHint")}
                error={missing ? t("staffOrder.tagMissing") : (refused ?? null)}
              />
            </div>
            <Button size="s" className="mt-6" busy={tagging.isPending} onClick={() => add(text)}>
              {t("staffOrder.addTag")}
            </Button>
          </div>
        )}
        {tagging.isError && <Refusal error={tagging.error} reader="staff" />}
      </div>
    </Panel>
  );
}

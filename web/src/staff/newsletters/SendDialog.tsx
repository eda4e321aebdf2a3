import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { NewsletterBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Field } from "../../design/Field";
import { moment } from "../catalog/readForm";
import { ActDialog } from "../desk/ActDialog";
import { readersQuery } from "./queries";
import { useAct } from "./useAct";

interface Props {
  one: NewsletterBody;
  title: string;
  onClose: () => void;
}

/** Asked once more before it goes: to how many, now or when. */
export function SendDialog({ one, title, onClose }: Props) {
  const { t } = useLanguage();
  const [at, setAt] = useState("");
  const readers = useQuery(readersQuery(one.groupId)).data?.readers;
  const act = useAct(one);
  return (
    <ActDialog
      title={t("newsletters.sendTitle", { title })}
      text={readers === undefined ? undefined : t("newsletters.sendText", { count: readers })}
      act={t(at ? "newsletters.schedule" : "newsletters.sendNow")}
      send={(key) => act("schedule", { at: moment(at) }, key, one.version)}
      onClose={onClose}
      saying={["at"]}
    >
      {(_, said) => (
        <Field
          type="datetime-local"
          name="at"
          label={t("newsletters.at")}
          hint={t("newsletters.atHint")}
          value={at}
          error={said("at")}
          onChange={({ target }) => setAt(target.value)}
        />
      )}
    </ActDialog>
  );
}

import { useState } from "react";
import { insist, put } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { GroupBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { NamesByLanguage } from "../../design/NamesByLanguage";
import { ActDialog } from "../desk/ActDialog";

interface Props {
  group?: GroupBody;
  onDone?: (group: GroupBody) => unknown;
  onClose: () => void;
}

const LONGEST = 100;

/** What a group is called, new or changed. */
export function GroupDialog({ group, onDone, onClose }: Props) {
  const { t } = useLanguage();
  const [name, setName] = useState(group?.name ?? "");
  const [translations, setTranslations] = useState<Record<string, string>>(
    group?.translations ?? {},
  );
  const asked = { name: name.trim(), translations };
  const at = "/staff/customer-groups";
  return (
    <ActDialog
      title={group ? t("groups.rename") : t("groups.make")}
      text={group ? undefined : t("groups.makeText")}
      sound={asked.name !== ""}
      send={(key) =>
        group ? put<GroupBody>(`${at}/${group.id}`, asked) : insist<GroupBody>(at, asked, key)
      }
      onDone={async (done) => {
        await renew(["staff", "groups"], ["staff", "person"]);
        await onDone?.(done);
      }}
      told={(done) => t(group ? "groups.renamed" : "groups.made", { name: done.name })}
      onClose={onClose}
      saying={["name"]}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
    >
      {(tried, said) => (
        <>
          <Field
            data-first
            name="name"
            label={t("groups.name")}
            hint={t("groups.nameHint")}
            value={name}
            maxLength={LONGEST}
            autoComplete="off"
            error={said("name") ?? (tried && asked.name === "" ? t("groups.nameMissing") : null)}
            onChange={({ target }) => setName(target.value)}
          />
          <NamesByLanguage
            names={translations}
            maxLength={LONGEST}
            onChange={setTranslations}
            errorOf={(locale) => said(`translations.${locale}`)}
          />
        </>
      )}
    </ActDialog>
  );
}

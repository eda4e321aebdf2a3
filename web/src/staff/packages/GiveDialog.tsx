import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { nameIn } from "../../base/named";
import { Field, Select } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { give, packagesQuery, renewGrants } from "./queries";

/** A package for a client who does not pay for it. */
export function GiveDialog({ onClose }: { onClose: () => void }) {
  const { t, locale } = useLanguage();
  const packages = useQuery(packagesQuery).data?.packages ?? [];
  const names = new Map(packages.map((one) => [one.id, nameIn(one, locale)]));
  const [chosen, choose] = useState<string>();
  const [email, setEmail] = useState("");
  const named = email.includes("@");
  return (
    <ActDialog
      title={t("grants.give")}
      text={t("grants.giveText")}
      act={t("packages.give")}
      sound={named && chosen !== undefined}
      reason={{ hint: t("grants.reasonHint") }}
      send={(key, reason) => give(key, chosen ?? "", email.trim(), reason)}
      onDone={renewGrants}
      told={() => t("packages.given", { email })}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Select
            label={t("offers.one")}
            none={t("grants.choose")}
            value={chosen}
            items={packages.map(({ id }) => id)}
            nameOf={(id) => names.get(id) ?? id}
            error={tried && !chosen ? t("grants.chooseOne") : null}
            onChoose={choose}
          />
          <Field
            label={t("packages.toWhom")}
            type="email"
            maxLength={254}
            value={email}
            error={tried && !named ? t("grants.emailMissing") : null}
            onChange={({ target }) => setEmail(target.value)}
          />
        </>
      )}
    </ActDialog>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { allGroupsQuery } from "../groups/queries";
import { SeveralOf } from "./SeveralOf";

interface Props {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** For which groups of customers only. */
export function GroupScope(props: Props) {
  const { t, locale } = useLanguage();
  const known = useQuery(allGroupsQuery).data?.groups ?? [];
  const byId = new Map(known.map((one) => [one.id, one.translations[locale] || one.name]));
  return (
    <SeveralOf
      {...props}
      label={t("promo.groups")}
      hint={t("promo.groupsHint")}
      add={t("promo.addGroup")}
      known={[...byId.keys()]}
      nameOf={(id) => byId.get(id) ?? id.slice(-6)}
    />
  );
}

import { useQuery } from "@tanstack/react-query";
import { categoriesQuery, indented } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { SeveralOf } from "./SeveralOf";

interface Props {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** For goods of which categories, and of what is below them. */
export function CategoryScope(props: Props) {
  const { t, locale } = useLanguage();
  const known = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const byId = new Map(known.map((one) => [one.id, one]));
  return (
    <SeveralOf
      {...props}
      label={t("promo.categories")}
      hint={t("promo.categoriesHint")}
      add={t("promo.addCategory")}
      known={known.map((one) => one.id)}
      nameOf={(id) => {
        const one = byId.get(id);
        return one ? indented(one) : id;
      }}
      shortOf={(id) => byId.get(id)?.name ?? id.slice(-6)}
    />
  );
}

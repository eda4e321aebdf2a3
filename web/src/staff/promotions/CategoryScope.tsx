import { useQuery } from "@tanstack/react-query";
import { categoriesQuery, indented } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Select } from "../../design/Field";

interface Props {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** For goods of which categories, and of what is below them; a shop without categories sees none. */
export function CategoryScope({ chosen, onChange }: Props) {
  const { t, locale } = useLanguage();
  const known = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  if (known.length === 0) return null;
  const byId = new Map(known.map((one) => [one.id, one]));
  const nameOf = (id: string) => byId.get(id)?.name ?? id.slice(-6);
  return (
    <div className="space-y-2">
      <Select
        label={t("promo.categories")}
        hint={t("promo.categoriesHint")}
        value={null}
        none={t("promo.addCategory")}
        items={known.map((one) => one.id).filter((id) => !chosen.includes(id))}
        nameOf={(id) => {
          const one = byId.get(id);
          return one ? indented(one) : id;
        }}
        onChoose={(id) => id && onChange([...chosen, id])}
      />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chosen.map((id) => (
            <li key={id}>
              <Button
                size="s"
                icon="close"
                aria-label={t("form.removeNamed", { name: nameOf(id) })}
                onClick={() => onChange(chosen.filter((one) => one !== id))}
              >
                {nameOf(id)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

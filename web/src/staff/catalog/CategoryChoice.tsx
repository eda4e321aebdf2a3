import { useQuery } from "@tanstack/react-query";
import { categoriesQuery, indented } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";

interface Props {
  value: string | null;
  error?: string;
  onChoose: (categoryId: string | null) => void;
}

/** One category of the tree, or none. */
export function CategoryChoice({ value, error, onChoose }: Props) {
  const { t, locale } = useLanguage();
  const known = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const names = new Map(known.map((one) => [one.id, indented(one)]));
  return (
    <Select
      name="categoryId"
      label={t("products.category")}
      items={[...names.keys()]}
      nameOf={(id) => names.get(id) ?? ""}
      none={t("products.noCategory")}
      value={value}
      error={error}
      onChoose={(chosen) => onChoose(chosen ?? null)}
    />
  );
}

import { useQuery } from "@tanstack/react-query";
import { categoriesQuery, indented } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";

interface Props {
  /** What it is called to choose none of them. */
  none?: string;
  bare?: boolean;
  dense?: boolean;
  className?: string;
  value: string | null;
  error?: string;
  onChoose: (categoryId: string | null) => void;
}

/** One category of the tree, or none. */
export function CategoryChoice({ none, value, error, onChoose, ...look }: Props) {
  const { t, locale } = useLanguage();
  const known = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const names = new Map(known.map((one) => [one.id, indented(one)]));
  return (
    <Select
      {...look}
      name="categoryId"
      label={t("products.category")}
      items={[...names.keys()]}
      nameOf={(id) => names.get(id) ?? ""}
      none={none ?? t("products.noCategory")}
      value={value}
      error={error}
      onChoose={(chosen) => onChoose(chosen ?? null)}
    />
  );
}

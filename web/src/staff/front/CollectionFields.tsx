import { useQuery } from "@tanstack/react-query";
import { categoriesQuery, indented } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Field, Select } from "../../design/Field";
import { ProductPicker } from "../desk/ProductPicker";
import { type FieldsProps, MOST_SHOWN, SOURCES } from "./form";
import { Words } from "./Words";

/** Which products, and how many of them. */
export function CollectionFields(props: FieldsProps) {
  const { draft, at, told, onChange } = props;
  const { t, locale } = useLanguage();
  const known = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const names = new Map(known.map((one) => [one.id, indented(one)]));
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t("front.products")}
          items={SOURCES}
          nameOf={(source) => t(`front.source.${source}`)}
          value={draft.source}
          onChoose={(source) => source && onChange({ ...draft, source })}
        />
        {draft.source !== "products" && (
          <Field
            label={t("front.count")}
            inputMode="numeric"
            value={Number.isNaN(draft.count) ? "" : String(draft.count)}
            error={
              draft.count >= 1 && draft.count <= MOST_SHOWN
                ? null
                : t("front.countFault", { most: MOST_SHOWN })
            }
            onChange={(event) =>
              onChange({ ...draft, count: Number.parseInt(event.target.value, 10) })
            }
          />
        )}
      </div>
      {draft.source === "category" && (
        <Select
          label={t("front.category")}
          items={[...names.keys()]}
          nameOf={(id) => names.get(id) ?? ""}
          none={t("front.chooseCategory")}
          value={draft.categoryId}
          error={told[`${at}.categoryId`]}
          onChoose={(id) => onChange({ ...draft, categoryId: id ?? null })}
        />
      )}
      {draft.source === "products" && (
        <ProductPicker
          chosen={draft.productIds}
          most={MOST_SHOWN}
          error={told[`${at}.productIds`]}
          onChange={(productIds) => onChange({ ...draft, productIds })}
        />
      )}
      <Words {...props} name="title" hint={t("front.titleHint")} />
    </>
  );
}

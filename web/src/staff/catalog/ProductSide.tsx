import type { StaffProduct } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { CategoryChoice } from "./CategoryChoice";
import { type ProductForm, STATUSES, type Status } from "./form";
import { RepeatMark } from "./RepeatMark";
import type { Told } from "./save";
import { usePlaces } from "./whose";

interface Props {
  form: ProductForm;
  product: StaffProduct | null;
  told: Told;
  onChange: (next: Partial<ProductForm>) => void;
}

/** Whether it is on sale, or when it will be; where it stands, by which words it is found. */
export function ProductSide({ form, product, told, onChange }: Props) {
  const { t } = useLanguage();
  const { seller } = usePlaces();
  return (
    <Panel>
      <div className="space-y-4">
        <Choice
          legend={t("staff.column.status")}
          value={form.status}
          onChange={(status) => onChange({ status: status as Status })}
          items={STATUSES.map((value) => ({
            value,
            label: t(`products.statuses.${value}`),
          }))}
        />
        <p className="text-13 text-ink-soft">{t(`products.statusHint.${form.status}`)}</p>
        {form.status === "draft" && (
          <Field
            name="publishAt"
            label={t("products.publishAt")}
            hint={t("products.publishAtHint")}
            type="datetime-local"
            max="2199-12-31T23:59"
            value={form.publishAt}
            error={told.publishAt}
            onChange={({ target }) => onChange({ publishAt: target.value })}
          />
        )}
        {product && (
          <Field
            name="handle"
            label={t("products.handle")}
            hint={t("products.handleHint")}
            value={form.handle}
            maxLength={80}
            error={told.handle}
            onChange={({ target }) => onChange({ handle: target.value })}
          />
        )}
        {product && seller === null && <RepeatMark productId={product.id} />}
        <CategoryChoice
          value={form.categoryId}
          error={told.categoryId}
          onChoose={(categoryId) => onChange({ categoryId })}
        />
        {(["vendor", "tags"] as const).map((field) => (
          <Field
            key={field}
            name={field}
            label={t(`products.${field}`)}
            hint={field === "tags" ? t("products.tagsHint") : undefined}
            value={form[field]}
            maxLength={field === "tags" ? 2000 : 255}
            error={told[field]}
            onChange={({ target }) => onChange({ [field]: target.value })}
          />
        ))}
        <Field
          name="holdUnits"
          label={t("holdLimits.product")}
          hint={t("holdLimits.productHint")}
          inputMode="numeric"
          autoComplete="off"
          maxLength={9}
          value={form.holdUnits}
          error={told.holdUnits}
          onChange={({ target }) => onChange({ holdUnits: target.value })}
        />
      </div>
    </Panel>
  );
}

import type { ProductVatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { OneProduct } from "./OneProduct";
import { Rows } from "./Rows";
import { VatField } from "./VatField";

const MOST = 100;

interface Props {
  rows: ProductVatBody[];
  /** What a row begins with. */
  usual: number;
  /** What is said of the product of a row, if it is at fault. */
  errorOf: (at: number) => string | undefined;
  onChange: (rows: ProductVatBody[]) => void;
}

/** The VAT of single products, whatever their categories' is. */
export function ProductVats({ rows, usual, errorOf, onChange }: Props) {
  const { t } = useLanguage();
  return (
    <>
      <Rows rows={rows} nameOf={() => t("receipts.product")} onChange={onChange}>
        {(one, put, at) => (
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <OneProduct
              id={one.productId}
              error={errorOf(at)}
              onChange={(productId) => put({ ...one, productId })}
            />
            <VatField
              label={t("receipts.productVat")}
              value={one.vat}
              onVat={(vat) => vat !== null && put({ ...one, vat })}
            />
          </div>
        )}
      </Rows>
      <Button
        type="button"
        icon="plus"
        disabled={rows.length >= MOST}
        onClick={() => onChange([...rows, { productId: "", vat: usual }])}
      >
        {t("receipts.addProduct")}
      </Button>
    </>
  );
}

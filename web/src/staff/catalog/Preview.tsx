import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { newKey, post } from "../../base/api/client";
import type { DescriptionShown, StaffProduct } from "../../base/api/schema";
import { categoriesQuery } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { SupplyWords } from "../../design/SupplyWords";
import { ProductView } from "../../rooms/catalog/ProductView";
import { initialVariant } from "../../rooms/catalog/variants";
import { htmlOf } from "../desk/text";
import type { ProductForm } from "./form";
import { viewed } from "./preview";
import { attributesQuery } from "./queries";
import { usePlaces } from "./whose";

interface Props {
  form: ProductForm;
  product: StaffProduct | null;
  currency: string;
  onClose: () => void;
}

/** The page as its buyers would see it if it were saved now; nobody else sees it. */
export function Preview({ form, product, currency, onClose }: Props) {
  const { t, locale, formats } = useLanguage();
  const [wanted, setWanted] = useState<string>();
  const close = useRef<HTMLButtonElement>(null);
  const now = useServerNow(false);
  const categories = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const { shop } = usePlaces();
  const attributes = useQuery(attributesQuery(shop)).data?.attributes ?? [];
  const html = form.html ? form.text : htmlOf(form.text);
  const text = useQuery({
    queryKey: ["staff", "text", html],
    queryFn: () => post<DescriptionShown>(`${shop}/texts`, { html }, newKey()),
    gcTime: 0,
  });
  useEffect(() => {
    window.scrollTo(0, 0);
    close.current?.focus();
  }, []);
  const digits = formats.digits(currency);
  const description = text.data?.html ?? "";
  const around = {
    product,
    currency,
    digits,
    categories,
    attributes,
    locale,
    description,
    now,
  };
  const shown = viewed(form, around);
  const variant = initialVariant(shown, wanted);
  return (
    <div className="space-y-6" data-testid="preview">
      <div className="sticky top-14 z-10">
        <Notice
          tone="held"
          title={t("products.previewTitle")}
          actions={
            <Button looks ref={close} size="s" onClick={onClose}>
              {t("products.previewClose")}
            </Button>
          }
        >
          {t(form.status === "active" ? "products.previewHint" : "products.previewHidden")}
        </Notice>
      </div>
      {text.isError && <Refusal reader="staff" error={text.error} />}
      <ProductView product={shown} variant={variant} onChoose={setWanted}>
        {variant && (
          <div className="space-y-3">
            <SupplyWords {...variant} yours={0} full />
            <Button kind="primary" size="l" wide disabled>
              {t("product.buyNow")}
            </Button>
          </div>
        )}
      </ProductView>
    </div>
  );
}

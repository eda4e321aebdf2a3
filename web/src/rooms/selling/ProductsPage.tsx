import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { configQuery } from "../../base/api/queries";
import type { SellerBody, StaffProductRow } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { makeProduct, ownProductsQuery, putOnSale, renewProducts, setStock } from "./queries";
import { SellerFrame } from "./SellerFrame";

/** What the seller offers: put on sale and off, counted, added to. */
export function ProductsPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.products")}>
      {(seller) => <Products key={seller.id} seller={seller} />}
    </SellerFrame>
  );
}

function Products({ seller }: { seller: SellerBody }) {
  const { t } = useLanguage();
  const query = useInfiniteQuery(ownProductsQuery(seller.id));
  const products = query.data?.pages.flatMap((page) => page.products) ?? [];
  const [making, make] = useState(false);
  const may = seller.standing === "approved";
  return (
    <>
      {may && (
        <Button kind="primary" onClick={() => make(true)}>
          {t("seller.add")}
        </Button>
      )}
      <Listing
        query={query}
        empty={products.length === 0}
        none={<Blank title={t("seller.noProducts")} hint={t("seller.noProductsHint")} />}
        loading={<Skeleton className="h-72 w-full" />}
      >
        <ul aria-label={t("seller.products")} className="divide-y divide-line border-y border-line">
          {products.map((one) => (
            <Product key={one.id} product={one} seller={seller} may={may} />
          ))}
        </ul>
      </Listing>
      {making && <NewProduct seller={seller} onClose={() => make(false)} />}
    </>
  );
}

interface Of {
  product: StaffProductRow;
  seller: SellerBody;
}

function Product({ product, seller, may }: Of & { may: boolean }) {
  const { t, formats } = useLanguage();
  const [counting, count] = useState(false);
  const on = product.status === "active";
  const turning = useMutation({
    mutationFn: () => putOnSale(seller.id, product.id, !on),
    onSuccess: () => renewProducts(seller.id),
    onError: () => toast({ title: t("seller.notDone") }),
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <span className="min-w-0 grow basis-48 wrap-anywhere">
        <span className="font-medium">{product.name}</span>
        <span className="tabular block text-13 text-ink-soft">
          {formats.price(product.price, product.currency)} ·{" "}
          {t("seller.inStock", { count: product.stock })}
        </span>
      </span>
      <Badge tone={on ? "free" : "gone"}>{t(on ? "seller.onSale" : "seller.offSale")}</Badge>
      {may && (
        <span className="flex flex-wrap gap-2">
          {product.variantId && (
            <Button
              size="s"
              aria-label={t("seller.countOf", { name: product.name })}
              onClick={() => count(true)}
            >
              {t("seller.count")}
            </Button>
          )}
          <Button
            size="s"
            busy={turning.isPending}
            aria-label={t(on ? "seller.takeOffOf" : "seller.putOnOf", { name: product.name })}
            onClick={() => turning.mutate()}
          >
            {t(on ? "seller.takeOff" : "seller.putOn")}
          </Button>
        </span>
      )}
      {counting && <Count product={product} seller={seller} onClose={() => count(false)} />}
    </li>
  );
}

const whole = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : null);

function Count({ product, seller, onClose }: Of & { onClose: () => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState(String(product.stock + product.held));
  const units = whole(text);
  const reason = t("seller.counted");
  const counting = useIntent(
    (key) => setStock(key, seller.id, product.variantId ?? "", units ?? 0, reason),
    {
      onSuccess: async () => {
        await renewProducts(seller.id);
        onClose();
      },
    },
  );
  return (
    <Dialog open onClose={onClose} title={t("seller.countOf", { name: product.name })}>
      <Form
        sending={counting}
        onChange={counting.another}
        onSubmit={() => units !== null && counting.mutate()}
        end={
          <Button kind="primary" type="submit" busy={counting.isPending}>
            {t("form.save")}
          </Button>
        }
      >
        {(tried) => (
          <Field
            label={t("seller.onHand")}
            inputMode="numeric"
            value={text}
            error={tried && units === null ? t("seller.countBad") : null}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Form>
    </Dialog>
  );
}

function NewProduct({ seller, onClose }: { seller: SellerBody; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const currency = useQuery(configQuery).data?.currency ?? "";
  const [name, setName] = useState("");
  const [price, setPrice] = useState("");
  const [stock, setStockText] = useState("0");
  const amount = parseAmount(price, formats.digits(currency));
  const units = whole(stock);
  const unnamed = name.trim() === "";
  const making = useIntent(
    (key) =>
      makeProduct(key, seller.id, { name: name.trim(), price: amount ?? 0, stock: units ?? 0 }),
    {
      onSuccess: async () => {
        await renewProducts(seller.id);
        toast({ title: t("seller.added", { name: name.trim() }) });
        onClose();
      },
    },
  );
  const sound = !unnamed && amount !== null && units !== null;
  return (
    <Dialog open onClose={onClose} title={t("seller.add")} text={t("seller.addText")}>
      <Form
        sending={making}
        onChange={making.another}
        onSubmit={() => sound && making.mutate()}
        end={
          <Button kind="primary" type="submit" busy={making.isPending}>
            {t("seller.add")}
          </Button>
        }
      >
        {(tried) => (
          <>
            <Field
              label={t("seller.productName")}
              maxLength={200}
              value={name}
              error={tried && unnamed ? t("seller.nameMissing") : null}
              onChange={({ target }) => setName(target.value)}
            />
            <AmountField
              label={t("seller.price")}
              currency={currency}
              maxLength={16}
              value={price}
              error={tried && amount === null ? t("form.amountBad") : null}
              onChange={({ target }) => setPrice(target.value)}
            />
            <Field
              label={t("seller.onHand")}
              inputMode="numeric"
              value={stock}
              error={tried && units === null ? t("seller.countBad") : null}
              onChange={({ target }) => setStockText(target.value)}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { configQuery } from "../../base/api/queries";
import { categoriesQuery, indented } from "../../base/categories";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Select } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { sellersQuery } from "../desk/sellers";
import { addRule, renewRules } from "./queries";

/** Thousandths of a percent, of what was typed. */
function rateOf(text: string): number | null {
  const rate = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && rate >= 0 && rate <= 100 ? Math.round(rate * 1000) : null;
}

/** A rule that holds from now on. */
export function NewRule({ onClose }: { onClose: () => void }) {
  const { t, formats, locale } = useLanguage();
  const currency = useQuery(configQuery).data?.currency ?? null;
  const sellers = useQuery(sellersQuery).data?.sellers ?? [];
  const categories = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const [seller, setSeller] = useState<string>();
  const [category, setCategory] = useState<string>();
  const [rateText, setRate] = useState("");
  const [fixedText, setFixed] = useState("");
  const rate = rateOf(rateText);
  const fixed =
    currency === null || fixedText.trim() === ""
      ? 0
      : parseAmount(fixedText, formats.digits(currency));
  return (
    <ActDialog
      title={t("commission.add")}
      text={t("commission.addText")}
      sound={rate !== null && fixed !== null}
      send={(key) =>
        addRule(key, {
          sellerId: seller ?? null,
          categoryId: category ?? null,
          rate: rate ?? 0,
          fixed: fixed ?? 0,
          currency: fixed ? currency : null,
        })
      }
      onDone={renewRules}
      told={() => t("commission.added")}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Select
            label={t("commission.seller")}
            none={t("commission.anySeller")}
            value={seller}
            items={sellers.map(({ id }) => id)}
            nameOf={(id) => sellers.find((one) => one.id === id)?.name ?? id}
            onChoose={setSeller}
          />
          <Select
            label={t("commission.category")}
            none={t("commission.anyCategory")}
            value={category}
            items={categories.map(({ id }) => id)}
            nameOf={(id) => {
              const found = categories.find((one) => one.id === id);
              return found ? indented(found) : id;
            }}
            onChoose={setCategory}
          />
          <AmountField
            label={t("commission.rate")}
            currency="%"
            maxLength={8}
            value={rateText}
            error={tried && rate === null ? t("commission.rateBad") : null}
            onChange={({ target }) => setRate(target.value)}
          />
          {currency && (
            <AmountField
              label={t("commission.fixed")}
              currency={currency}
              maxLength={16}
              value={fixedText}
              error={tried && fixed === null ? t("form.amountBad") : null}
              onChange={({ target }) => setFixed(target.value)}
            />
          )}
        </>
      )}
    </ActDialog>
  );
}

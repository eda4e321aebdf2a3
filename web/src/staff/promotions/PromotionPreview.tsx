import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import type { ExampleCart, PreviewAnswer } from "../../base/api/schema";
import type { PromotionAsked } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { useSettled } from "../../base/settled";
import { Failure } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Price } from "../../design/Price";
import { PriceParts } from "../../design/PriceParts";
import { SkeletonText } from "../../design/Skeleton";

/** What the terms do to carts of the shop's goods, as the till would price them. */
export function PromotionPreview({ asked }: { asked: PromotionAsked | null }) {
  const { t, locale } = useLanguage();
  const settled = useSettled(JSON.stringify(asked));
  const terms = JSON.parse(settled) as PromotionAsked | null;
  const query = useQuery({
    queryKey: ["staff", "promotions", "preview", settled, locale],
    queryFn: () => post<PreviewAnswer>("/staff/promotions/preview", { terms }, newKey()),
    enabled: terms !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const carts = query.data?.carts ?? [];
  return (
    <Panel title={t("promo.preview.title")} text={t("promo.preview.text")}>
      {asked === null && carts.length === 0 ? (
        <p className="text-ink-soft">{t("promo.preview.later")}</p>
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonText lines={6} />
      ) : carts.length === 0 ? (
        <p className="text-ink-soft">{t("promo.preview.noGoods")}</p>
      ) : (
        <ul className="divide-y divide-line" aria-busy={query.isPlaceholderData}>
          {carts.map((cart) => (
            <Example
              key={cart.lines.map((one) => one.variantId + one.quantity).join()}
              cart={cart}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Example({ cart }: { cart: ExampleCart }) {
  const { t, formats } = useLanguage();
  const { currency, lines, before, after, saving, reason, missing } = cart;
  return (
    <li className="space-y-2 py-4 first:pt-0 last:pb-0" data-testid="example">
      <div className="flex items-start justify-between gap-4">
        <ul className="min-w-0">
          {lines.map((line) => (
            <li key={line.variantId} className="wrap-anywhere">
              {line.quantity} × {line.name}
              <span className="text-13 text-ink-soft"> {optionWords(line.options)}</span>
            </li>
          ))}
        </ul>
        <p className="tabular shrink-0 text-right">
          <Price amount={after.total} before={before.total} currency={currency} />
        </p>
      </div>
      {reason ? (
        <p className="text-13 text-held-ink">
          {t(`promo.why.${reason}`, {
            price: formats.price(missing, currency),
            missing: formats.number(missing),
          })}
        </p>
      ) : saving === 0 ? (
        <p className="text-13 text-held-ink">{t("promo.why.same")}</p>
      ) : (
        <PriceParts parts={after.parts} currency={currency} className="text-13" />
      )}
    </li>
  );
}

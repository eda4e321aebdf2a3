import { useLanguage } from "../../base/i18n/format";
import { Price } from "../../design/Price";
import { paidBy } from "../mix/mix";
import { type HowPaid, useSourceWords, useWayItems } from "./howPaid";

/** What each thing of one's own pays of the sum, and what is left for the way that was chosen. */
export function PaidFrom({ how, currency }: { how: HowPaid; currency: string }) {
  const { t } = useLanguage();
  const called = useSourceWords();
  const items = useWayItems(how);
  const { chosen, due, rest, way } = how;
  if (chosen.length === 0) return null;
  const pays = paidBy(due, chosen);
  const rows = chosen.map((one, place) => ({ name: called(one), amount: pays[place] ?? 0 }));
  const through = items.find(({ value }) => value === way?.value)?.label ?? "";
  return (
    <dl className="tabular mt-3 space-y-1 border-t border-line pt-3" data-testid="paid-from">
      {rows.map(({ name, amount }) => (
        <div key={name} className="flex justify-between gap-4 text-ink-soft">
          <dt className="min-w-0 wrap-anywhere">{t("checkout.fromSource", { name })}</dt>
          <dd className="shrink-0">
            <Price amount={amount} currency={currency} />
          </dd>
        </div>
      ))}
      <div className="flex justify-between gap-4 font-semibold">
        <dt className="min-w-0 wrap-anywhere">
          {rest > 0 && through ? t("checkout.restBy", { way: through }) : t("checkout.rest")}
        </dt>
        <dd className="shrink-0">
          <Price amount={rest} currency={currency} />
        </dd>
      </div>
    </dl>
  );
}

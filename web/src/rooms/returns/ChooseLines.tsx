import type { OrderReturnsAnswer, OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { ExchangeFor } from "./ExchangeFor";
import { type Chosen, REASONS } from "./queries";

interface Props {
  order: OrderShown;
  seen: OrderReturnsAnswer;
  chosen: Record<number, Chosen>;
  onChange: (chosen: Record<number, Chosen>) => void;
  tried: boolean;
}

const MOST = 100;

/** How many pieces of each line, and why. */
export function ChooseLines({ order, seen, chosen, onChange, tried }: Props) {
  const { t } = useLanguage();
  const nothing = !Object.values(chosen).some(({ quantity }) => quantity > 0);
  const put = (line: number, change: Partial<Chosen>) => {
    const before = chosen[line] ?? { quantity: 0, reason: undefined };
    onChange({ ...chosen, [line]: { ...before, ...change } });
  };
  return (
    <ul className="divide-y divide-line">
      {seen.lines.map(({ line, units, why }) => {
        const item = order.items[line];
        if (!item) return null;
        const { quantity, reason, exchangeFor } = chosen[line] ?? {
          quantity: 0,
          reason: undefined,
          exchangeFor: undefined,
        };
        return (
          <li key={line} className="space-y-3 py-4 first:pt-0">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <span className="min-w-0 grow basis-40 wrap-anywhere">
                <span className="font-medium">{item.productName}</span>
                <span className="block text-13 text-ink-soft">
                  {why ?? Object.values(item.options).join(" · ")}
                </span>
              </span>
              {units > 0 && (
                <Select
                  bare
                  dense
                  className="w-40 shrink-0"
                  label={t("return.unitsOf", { name: item.productName })}
                  none={t("return.none")}
                  items={Array.from({ length: Math.min(units, MOST) }, (_, at) => String(at + 1))}
                  nameOf={(each) => t("return.pieces", { count: Number(each) })}
                  value={quantity ? String(quantity) : null}
                  onChoose={(each) => put(line, { quantity: Number(each ?? 0) })}
                  error={
                    tried && nothing && line === firstOf(seen) ? t("return.chooseMissing") : null
                  }
                />
              )}
            </div>
            {quantity > 0 && (
              <Select
                label={t("return.why", { name: item.productName })}
                none={t("return.chooseReason")}
                items={REASONS}
                nameOf={(each) => t(`return.reason.${each}`)}
                value={reason}
                onChoose={(each) => put(line, { reason: each })}
                error={tried && !reason ? t("return.reasonMissing") : null}
              />
            )}
            {quantity > 0 && (
              <ExchangeFor
                item={item}
                currency={order.currency}
                quantity={quantity}
                chosen={exchangeFor}
                onChoose={(each) => put(line, { exchangeFor: each })}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function firstOf(seen: OrderReturnsAnswer): number | undefined {
  return seen.lines.find(({ units }) => units > 0)?.line;
}

import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";

export interface SupplyFigures {
  /** Free to buy now. */
  stock: number;
  /** Held by anyone, the visitor included. */
  held: number;
  /** What a full supply is; what is missing from it is gone. */
  peak: number;
  /** So little that the shop calls it low. */
  low?: boolean;
  /** Held for the visitor. */
  yours?: number;
}

interface BarProps extends SupplyFigures {
  thick?: boolean;
  dimmed?: boolean;
  /** Where there is plenty and nobody holds any, words say enough: the bar steps back. */
  discreet?: boolean;
}

/** From so many on there is no limit: a file that anybody may buy. No bar is drawn, nor a number
 * said (`NO_LIMIT` in `catalog/stock.py` is the same). */
export const NO_LIMIT = 100_000_000;

/** More than this is plenty. */
const PLENTY = 10;

/** Up to this many, each piece is a notch of its own. */
const NOTCHED = 12;

/** Free, held by others, gone: three parts of one line, and an outline for what you hold. */
export function SupplyBar(props: BarProps) {
  const { stock, held, peak, low, yours = 0, thick, dimmed, discreet } = props;
  if (stock >= NO_LIMIT) return null;
  const all = Math.max(peak, stock + held, 1);
  const others = Math.max(0, held - yours);
  const share = (count: number) => `${(count / all) * 100}%`;
  const notched = all <= NOTCHED;
  return (
    <div
      aria-hidden="true"
      data-testid="supply-bar"
      data-low={low || undefined}
      className={classes(
        "supply relative flex w-full overflow-hidden",
        thick ? "h-2" : "h-1",
        dimmed && "opacity-50 grayscale",
        discreet && stock > PLENTY && held === 0 && "invisible",
      )}
      style={notched ? ({ "--notches": all } as React.CSSProperties) : undefined}
      data-notched={notched || undefined}
    >
      <span
        className={classes("supply-part", low ? "bg-held" : "bg-free")}
        style={{ width: share(stock) }}
      />
      <span className="supply-part supply-yours" style={{ width: share(Math.min(yours, held)) }} />
      <span className="supply-part supply-held" style={{ width: share(others) }} />
      <span className="supply-part grow bg-gone/60" />
    </div>
  );
}

/** What the colours of the bar mean, in words. */
export function SupplyKey({ yours }: { yours?: boolean }) {
  const { t } = useLanguage();
  const parts = [
    ["bg-free", t("supply.key.free")],
    ...(yours ? [["supply-yours", t("supply.key.yours")]] : []),
    ["supply-held", t("supply.key.held")],
    ["bg-gone/60", t("supply.key.gone")],
  ];
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13 text-ink-soft">
      {parts.map(([look, word]) => (
        <li key={look} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={classes("supply-part h-2 w-4 rounded-[2px]", look)} />
          {word}
        </li>
      ))}
    </ul>
  );
}

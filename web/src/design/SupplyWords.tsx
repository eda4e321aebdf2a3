import { leftText } from "../base/countdown";
import { useLanguage } from "../base/i18n/format";
import { useServerNow } from "../base/now";
import { classes } from "./classes";
import { NO_LIMIT, type SupplyFigures } from "./SupplyBar";

interface Props extends Omit<SupplyFigures, "peak" | "low"> {
  nextReleaseAt?: string | null;
  /** Short: free and held. Full: also when the next may free up. */
  full?: boolean;
  dimmed?: boolean;
  /** The day on which more is expected that may be ordered before it is there. */
  preorderOn?: string | null;
}

const FEW = 5;
const MANY = 20;

/** Supply in words: "3 left, 2 being paid for, next may free up in 04:12". */
export function SupplyWords(props: Props) {
  const { stock, held, yours = 0, nextReleaseAt, full, dimmed, preorderOn } = props;
  const { t, formats } = useLanguage();
  const others = Math.max(0, held - yours);
  const few = stock <= FEW;
  return (
    <span
      data-testid="supply-words"
      className={classes("tabular text-13", dimmed && "text-ink-faint **:text-ink-faint!")}
    >
      {stock > 0 ? (
        <b className={classes("font-semibold", few || stock > MANY ? "text-ink" : "text-free")}>
          {stock >= NO_LIMIT
            ? t("supply.available")
            : t(stock > MANY ? "supply.inStock" : "supply.left", { count: stock })}
        </b>
      ) : preorderOn ? (
        <b className="font-semibold text-ink">
          {t("supply.preorder", { day: formats.dayAhead(preorderOn) })}
        </b>
      ) : (
        <b className={classes("font-semibold", others ? "text-held-ink" : "text-ink-soft")}>
          {t(others || yours ? "supply.noneFree" : "supply.soldOut")}
        </b>
      )}
      {yours > 0 && <span className="text-accent">, {t("supply.yours", { count: yours })}</span>}
      {others > 0 && (few || full) && (
        <span className="text-held-ink">, {t("supply.held", { count: others })}</span>
      )}
      {full && others > 0 && few && nextReleaseAt && <NextRelease at={nextReleaseAt} />}
    </span>
  );
}

function NextRelease({ at }: { at: string }) {
  const { t, locale } = useLanguage();
  const left = (Date.parse(at) - useServerNow()) / 1000;
  return (
    <span className="text-ink-soft">
      ,{" "}
      {left > 0
        ? t("supply.next", { time: leftText(Math.round(left), locale) })
        : t("supply.nextSoon")}
    </span>
  );
}

import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { HoldLimit } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { useSession } from "../../base/session";
import { Button, ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { Picture } from "../../design/Picture";
import { type Cart, type CartLine, settleFor } from "../cart/cart";

interface Props {
  cart: Cart;
  limits: HoldLimit[];
  /** The kind of limit: its problem's code. */
  code: string;
  onSettle: (left: Cart) => void;
  /** Where to go instead. */
  back: ReactNode;
}

/** More was asked for than one buyer may hold: how many they may, and the way to have those. */
export function HoldLimits({ cart, limits, code, onSettle, back }: Props) {
  const { t } = useLanguage();
  const session = useSession();
  const { href } = useLocation();
  const left = settleFor(
    cart,
    limits.map(({ variantId, mayAdd }) => ({ variantId, available: mayAdd })),
  );
  const guest = session && !session.user && code !== "too-many-units";
  return (
    <Notice
      urgent
      tone="held"
      testId="hold-limits"
      title={t("holdLimits.title")}
      actions={
        <>
          {left.length > 0 && (
            <Button kind="primary" size="s" online onClick={() => onSettle(left)}>
              {t("holdLimits.settle")}
            </Button>
          )}
          {guest && (
            <ButtonLink size="s" to="/login" search={{ next: href }}>
              {t("holdLimits.login")}
            </ButtonLink>
          )}
          {back}
        </>
      }
    >
      <ul className="divide-y divide-line">
        {limits.map((limit) => {
          const line = cart.find((each) => each.variantId === limit.variantId);
          return line && <LimitedLine key={limit.line} line={line} limit={limit} code={code} />;
        })}
      </ul>
      <p className="text-ink-soft">{t("holdLimits.text")}</p>
    </Notice>
  );
}

function LimitedLine({ line, limit, code }: { line: CartLine; limit: HoldLimit; code: string }) {
  const { t } = useLanguage();
  const words =
    code === "too-many-on-network"
      ? t("holdLimits.network", { count: limit.mayAdd })
      : t(code === "too-many-for-guest" ? "holdLimits.guest" : "holdLimits.most", {
          count: limit.mayHold,
        });
  const yours = code === "too-many-on-network" ? 0 : limit.holding;
  return (
    <li className="flex items-start gap-4 py-3">
      <Picture url={line.imageUrl} alt="" className="w-16 shrink-0 rounded-m" />
      <div className="min-w-0">
        <p className="font-medium">
          {[line.name, optionWords(line.options)].filter(Boolean).join(", ")}
        </p>
        <p>{words}</p>
        {yours > 0 && <p className="text-ink-soft">{t("holdLimits.holding", { count: yours })}</p>}
      </div>
    </li>
  );
}

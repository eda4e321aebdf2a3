import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { choose, chosen, MOST } from "./compare";

/** Chooses a product to be compared, or no longer; whoever chose several is led to them. */
export function CompareButton({ productId }: { productId: string }) {
  const { t } = useLanguage();
  const ids = chosen.use();
  const on = ids.includes(productId);
  const [full, setFull] = useState(false);
  return (
    <>
      <Button icon="compare" aria-pressed={on} onClick={() => setFull(!choose(productId, !on))}>
        {t(on ? "compare.on" : "compare.add")}
      </Button>
      {(full || (on && ids.length > 1)) && (
        <p role="status" className="text-13 text-ink-soft">
          {full && ids.length >= MOST && <>{t("compare.full", { count: MOST })} </>}
          <Link
            to="/compare"
            search={{ ids: ids.join(",") }}
            className="inline-flex min-h-8 items-center text-accent underline underline-offset-4"
          >
            {t("compare.see", { count: ids.length })}
          </Link>
        </p>
      )}
    </>
  );
}

import type { CampaignBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { SupplyBar } from "../../design/SupplyBar";
import { useStale } from "../../live/connection";
import { useRemaining } from "./queries";

interface Props {
  campaign: CampaignBody;
  thick?: boolean;
  /** Words alone, where a bar would be too much. */
  words?: boolean;
}

/** What is left of a campaign, live: supply as everywhere else in the shop. */
export function CampaignSupply({ campaign, thick, words }: Props) {
  const { t, formats } = useLanguage();
  const remaining = useRemaining(campaign);
  const stale = useStale();
  const all = formats.number(campaign.quantity);
  return (
    <div className="space-y-1.5">
      {!words && (
        <SupplyBar
          stock={remaining}
          held={0}
          peak={campaign.quantity}
          thick={thick}
          dimmed={stale}
        />
      )}
      <p
        data-testid="coupons-left"
        className={classes(
          "tabular text-13",
          stale ? "text-ink-faint" : remaining > 0 ? "text-free" : "text-ink-soft",
          !words && "font-semibold",
        )}
      >
        {remaining > 0
          ? t("coupons.left", { count: remaining, left: formats.number(remaining), all })
          : t("coupons.allGone", { all })}
      </p>
    </div>
  );
}

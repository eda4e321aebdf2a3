import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Choice } from "../../design/Choice";
import { Panel } from "../../design/Heading";
import { LevelRows } from "./LevelRows";
import type { PartProps } from "./parts";
import type { SharesTyped } from "./serviceForm";

/** Whose what is kept of a booking is: as the studio says, or of its own. */
export function SharesFields(props: PartProps) {
  const { form, change } = props;
  const { t } = useLanguage();
  return (
    <Panel title={t("services.shares")} text={t("services.sharesText")}>
      <div className="space-y-4">
        <Choice
          legend={t("services.whoseShares")}
          value={form.ownShares ? "own" : "usual"}
          onChange={(value) => change({ ownShares: value === "own" })}
          items={(["usual", "own"] as const).map((value) => ({
            value,
            label: t(`services.policies.${value}`),
          }))}
        />
        {form.ownShares && <ShareFields {...props} />}
      </div>
    </Panel>
  );
}

interface ShareProps {
  form: SharesTyped;
  change: (next: Partial<SharesTyped>) => void;
  errorOf: PartProps["errorOf"];
}

/** Of the photographer and of the studio; what is over is said to be the platform's. */
export function ShareFields({ form, change, errorOf }: ShareProps) {
  const { t, formats } = useLanguage();
  const given = [form.photographerShare, form.studioShare].map((one) =>
    Number(one.trim().replace(",", ".")),
  );
  const rest = 100 - given.reduce((sum, one) => sum + one, 0);
  return (
    <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
      <AmountField
        label={t("services.photographerShare")}
        currency="%"
        value={form.photographerShare}
        error={errorOf("shares")}
        onChange={({ target }) => change({ photographerShare: target.value })}
      />
      <AmountField
        label={t("services.studioShare")}
        currency="%"
        value={form.studioShare}
        onChange={({ target }) => change({ studioShare: target.value })}
      />
      <LevelRows
        legend={t("services.levelShares")}
        rows={form.levelShares}
        value={{ name: "share", label: (place) => t("services.levelShare", { place }), unit: "%" }}
        fresh={{ level: "", share: "" }}
        at="shares.levels"
        errorOf={errorOf}
        className="sm:col-span-2"
        onChange={(levelShares) => change({ levelShares })}
      />
      <p className="text-13 text-ink-soft sm:col-span-2">
        {rest >= 0 &&
          t("services.platformShare", { share: formats.number(Math.round(rest * 100) / 100) })}{" "}
        {t("services.sharesOrder")}
      </p>
    </div>
  );
}

import type { CaptureBody, SettingsBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Check } from "../../design/Field";
import { useProviderName } from "../desk/providerNames";
import { MoneyField } from "./MoneyField";
import { NumberField } from "./NumberField";
import { SettingsSection } from "./SettingsSection";
import { useSettingsForm } from "./settings";

const REFUNDS = ["original", "none"] as const satisfies SettingsBody["refunds"][];

const CARD_TURNS = ["first", "last"] as const satisfies SettingsBody["cardRefund"][];

const CAPTURES = ["payment", "shipment"] as const satisfies SettingsBody["captureOn"][];

const PARCELS = ["first", "each", "last"] as const satisfies SettingsBody["captureParcels"][];

/** What happens to an order that is declined, cancelled, or done. */
export function OrdersSection({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  const form = useSettingsForm(shown);
  const { values, set, faulty } = form;
  return (
    <SettingsSection id="orders" title={t("staffOrder.title")} form={form}>
      <div>
        <Check
          name="declineKeepsHold"
          label={t("selling.orders.declineKeepsHold")}
          aria-describedby="decline-keeps-hold"
          checked={values.declineKeepsHold}
          onChange={(event) => set("declineKeepsHold", event.target.checked)}
        />
        <p id="decline-keeps-hold" className="text-13 text-ink-soft">
          {t("selling.orders.declineKeepsHoldHint")}
        </p>
      </div>
      <Choice
        look="rows"
        legend={t("selling.orders.refunds")}
        value={values.refunds}
        onChange={(value) => set("refunds", value as SettingsBody["refunds"])}
        items={REFUNDS.map((value) => ({
          value,
          label: t(`selling.orders.${value}`),
          hint: t(`selling.orders.${value}Hint`),
        }))}
      />
      <Choice
        look="rows"
        legend={t("selling.orders.cardRefund")}
        value={values.cardRefund}
        onChange={(value) => set("cardRefund", value as SettingsBody["cardRefund"])}
        items={CARD_TURNS.map((value) => ({
          value,
          label: t(`selling.orders.cardBack.${value}`),
          hint: t(`selling.orders.cardBack.${value}Hint`),
        }))}
      />
      <Choice
        look="rows"
        legend={t("selling.orders.captureOn")}
        value={values.captureOn}
        onChange={(value) => set("captureOn", value as SettingsBody["captureOn"])}
        items={CAPTURES.map((value) => ({
          value,
          label: t(`selling.orders.capture.${value}`),
          hint: t(`selling.orders.capture.${value}Hint`),
        }))}
      />
      {values.captureOn === "shipment" && (
        <>
          <Choice
            look="rows"
            legend={t("selling.orders.captureParcels")}
            value={values.captureParcels}
            onChange={(value) => set("captureParcels", value as SettingsBody["captureParcels"])}
            items={PARCELS.map((value) => ({
              value,
              label: t(`selling.orders.captureParcel.${value}`),
              hint: t(`selling.orders.captureParcel.${value}Hint`),
            }))}
          />
          <CapturesHere captures={shown.captures} />
        </>
      )}
      {values.currency && (
        <MoneyField
          key={values.currency}
          name="minimumOrder"
          label={t("selling.orders.minimum")}
          hint={t("selling.orders.minimumHint")}
          currency={values.currency}
          value={values.minimumOrder || null}
          error={faulty === "minimumOrder" ? t("form.amountBad") : null}
          onAmount={(value) => set("minimumOrder", value ?? 0)}
        />
      )}
      <NumberField
        name="completeAfterDays"
        label={t("selling.orders.completeAfterDays")}
        hint={t("selling.orders.completeAfterDaysHint")}
        value={values.completeAfterDays}
        onNumber={(days) => set("completeAfterDays", days)}
        error={faulty === "completeAfterDays" ? t("selling.fault.completeAfterDays") : null}
      />
      <NumberField
        name="abandonedAfterHours"
        label={t("selling.orders.abandonedAfterHours")}
        hint={t("selling.orders.abandonedAfterHoursHint")}
        value={values.abandonedAfterHours}
        onNumber={(hours) => set("abandonedAfterHours", hours)}
        error={faulty === "abandonedAfterHours" ? t("selling.fault.abandonedAfterHours") : null}
      />
    </SettingsSection>
  );
}

/** What each provider of the shop can do with money that is set aside. */
function CapturesHere({ captures }: { captures: CaptureBody[] }) {
  const { t } = useLanguage();
  const nameOf = useProviderName();
  if (captures.length === 0)
    return <p className="text-13 text-ink-soft">{t("selling.orders.noCaptures")}</p>;
  return (
    <ul className="text-13 text-ink-soft" data-testid="captures">
      {captures.map((one) => (
        <li key={one.provider}>
          {t(one.mostParts > 1 ? "selling.orders.capturesParts" : "selling.orders.capturesOnce", {
            provider: nameOf(one.provider),
            most: one.mostParts,
          })}
        </li>
      ))}
    </ul>
  );
}

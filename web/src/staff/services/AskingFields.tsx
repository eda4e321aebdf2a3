import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import type { PartProps } from "./parts";
import type { AskingTyped } from "./serviceForm";

interface AskingProps {
  form: AskingTyped;
  change: (next: Partial<AskingTyped>) => void;
  errorOf: PartProps["errorOf"];
}

/** What a booking on request takes of who asks, and how many may be open. */
export function AskingFields({ form, change, errorOf }: AskingProps) {
  const { t } = useLanguage();
  return (
    <div className="space-y-4">
      <Choice
        legend={t("services.whoAsks")}
        value={form.contactConfirmed ? "confirmed" : "anybody"}
        onChange={(value) => change({ contactConfirmed: value === "confirmed" })}
        items={(["anybody", "confirmed"] as const).map((value) => ({
          value,
          label: t(`services.askers.${value}`),
        }))}
      />
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Field
          label={t("services.openByClient")}
          hint={t("services.openHint")}
          inputMode="numeric"
          value={form.openByClient}
          error={errorOf("requests.client")}
          onChange={({ target }) => change({ openByClient: target.value })}
        />
        <Field
          label={t("services.openByCalendar")}
          hint={t("services.openHint")}
          inputMode="numeric"
          value={form.openByCalendar}
          error={errorOf("requests.calendar")}
          onChange={({ target }) => change({ openByCalendar: target.value })}
        />
      </div>
    </div>
  );
}

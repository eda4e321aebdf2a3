import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { patch } from "../../base/api/client";
import { configQuery, renew } from "../../base/api/queries";
import type { SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { toast } from "../../design/Toasts";
import { DeliverySection } from "./DeliverySection";
import { useSectionShown } from "./SettingsSection";
import { settingsQuery } from "./settings";
import { TaxSection } from "./TaxSection";

/** What is charged beside the goods; both at once by a preset. */
export function ChargesSections({ shown }: { shown: SettingsShown }) {
  const { t } = useLanguage();
  // What a preset sets replaces what was typed.
  const [round, setRound] = useState(0);
  const applying = useMutation({
    mutationFn: (preset: "marketplace" | "none") => patch("/staff/settings", { preset }),
    onSuccess: async () => {
      await renew(settingsQuery.queryKey, configQuery.queryKey, ["price"]);
      setRound(round + 1);
      toast({ title: t("settings.saved") });
    },
  });
  const { currency } = shown.settings;
  const here = useSectionShown();
  return (
    <div className="space-y-6">
      <DeliverySection key={`delivery ${round}`} shown={shown} />
      <TaxSection key={`tax ${round}`} shown={shown} />
      <Panel
        title={t("charges.preset.title")}
        text={t("charges.preset.text")}
        hidden={here !== "delivery" && here !== "tax"}
      >
        <div className="flex flex-wrap gap-3">
          <Button
            disabled={currency === null}
            busy={applying.isPending}
            onClick={() => applying.mutate("marketplace")}
          >
            {t("charges.preset.marketplace")}
          </Button>
          <Button kind="plain" busy={applying.isPending} onClick={() => applying.mutate("none")}>
            {t("charges.preset.none")}
          </Button>
        </div>
        {applying.isError && <Refusal reader="staff" error={applying.error} />}
      </Panel>
    </div>
  );
}

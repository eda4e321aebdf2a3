import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { patch } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { SettingsBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { toast } from "../../design/Toasts";

export const settingsQuery = answerQuery<SettingsShown>(["staff", "settings"], "/staff/settings");

type SettingName = keyof SettingsBody;

export function useSettings() {
  return useQuery(settingsQuery);
}

/** What one section of the page edits: only what was changed is sent, the others stay. */
export function useSettingsForm({ settings, revision }: SettingsShown) {
  const { t } = useLanguage();
  const [edited, setEdited] = useState<Partial<SettingsBody>>({});
  const saving = useMutation({
    mutationFn: ({ logo, ...changes }: Partial<SettingsBody>) => {
      const picture = logo === undefined ? {} : { logo: logo?.url ?? null };
      return patch("/staff/settings", { ...changes, ...picture }, revision);
    },
    onSuccess: async (_, sent) => {
      // The header's name, prices and what is offered follow at once.
      await renew(settingsQuery.queryKey, configQuery.queryKey);
      // What was typed while it was being saved stays.
      setEdited((now) =>
        Object.fromEntries(
          Object.entries(now).filter(([name, value]) => value !== sent[name as SettingName]),
        ),
      );
      toast({ title: t("settings.saved") });
    },
    // What others changed meanwhile is shown; what was typed here stays.
    onError: () => renew(settingsQuery.queryKey),
  });
  const changes = Object.fromEntries(
    Object.entries(edited).filter(([name, value]) => !same(value, settings[name as SettingName])),
  ) as Partial<SettingsBody>;
  const faulty = saving.isError ? asProblem(saving.error).body.field : undefined;
  return {
    values: { ...settings, ...edited },
    set<K extends SettingName>(name: K, value: SettingsBody[K]) {
      if (saving.isError) saving.reset();
      setEdited((now) => ({ ...now, [name]: value }));
    },
    changed: Object.keys(changes).length > 0,
    /** The field that was refused, if the refusal was about one. */
    faulty,
    saving,
    save: () => saving.mutate(changes),
  };
}

/** Lists are compared by what is in them. */
function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

export type SettingsForm = ReturnType<typeof useSettingsForm>;

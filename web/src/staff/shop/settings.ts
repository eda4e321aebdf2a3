import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { patch } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, configQuery, queryClient, renew } from "../../base/api/queries";
import type { SettingsBody, SettingsShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { toast } from "../../design/Toasts";
import {
  changesOf,
  type Edits,
  meant,
  overtaken,
  typedOf,
  typedSince,
  unreadable,
  withEdit,
  without,
} from "./edits";

export const settingsQuery = answerQuery<SettingsShown>(["staff", "settings"], "/staff/settings");

export function useSettings() {
  return useQuery(settingsQuery);
}

/** What one section of the page edits: only what was changed is sent, the others stay. */
export function useSettingsForm({ settings, revision }: SettingsShown) {
  const { t } = useLanguage();
  const [edits, setEdits] = useState<Edits>({});
  const [unread, setUnread] = useState<string>();
  const saving = useMutation({
    mutationFn: ({ logo, ...changes }: Partial<SettingsBody>) => {
      const picture = logo === undefined ? {} : { logo: logo?.url ?? null };
      return patch("/staff/settings", { ...changes, ...picture }, revision);
    },
    onSuccess: async (_, sent) => {
      // The header's name, prices and what is offered follow at once.
      await renew(settingsQuery.queryKey, configQuery.queryKey);
      const saved = queryClient.getQueryData(settingsQuery.queryKey)?.settings ?? settings;
      setEdits((now) => typedSince(now, sent, saved));
      toast({ title: t("settings.saved") });
    },
    // What others changed meanwhile is shown; what was typed here stays.
    onError: () => renew(settingsQuery.queryKey),
  });
  const changes = changesOf(edits, settings);
  const theirs = saving.isPending ? [] : overtaken(edits, settings);
  return {
    values: { ...settings, ...typedOf(edits) },
    set<K extends keyof SettingsBody>(name: K, value: SettingsBody[K]) {
      if (saving.isError) saving.reset();
      setUnread(undefined);
      setEdits((now) => withEdit(now, settings, name, value));
    },
    changed: Object.keys(changes).length > 0,
    /** The field that was refused, if the refusal was about one; or what is in it cannot be read. */
    faulty: unread ?? (saving.isError ? asProblem(saving.error).body.field : undefined),
    unread: unread !== undefined,
    /** What others saved of the same since it was begun to be typed: one of both goes. */
    overtaken: theirs.length > 0 && {
      takeTheirs: () => setEdits(without(edits, theirs)),
      keepMine: () => setEdits(meant(edits, settings)),
    },
    saving,
    save() {
      const fault = unreadable(changes);
      setUnread(fault);
      if (fault === undefined) saving.mutate(changes);
    },
  };
}

export type SettingsForm = ReturnType<typeof useSettingsForm>;

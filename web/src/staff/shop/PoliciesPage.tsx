import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { put } from "../../base/api/client";
import { answerQuery, configQuery, queryClient, renew } from "../../base/api/queries";
import type { PoliciesShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, LOCALES, type Locale } from "../../base/i18n/setup";
import { Choice } from "../../design/Choice";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { TextEditor } from "../desk/TextEditor";
import { htmlOf, isPlain, textOf } from "../desk/text";
import { SettingsSection } from "./SettingsSection";

const NAMES = ["returns", "privacy", "terms"] as const;
type Name = (typeof NAMES)[number];

const policiesQuery = {
  ...answerQuery<PoliciesShown>(["staff", "policies"], "/staff/policies"),
  staleTime: 0,
  refetchOnWindowFocus: false,
};

/** The shop's texts about returns, privacy and terms, in each language. */
export function PoliciesPage() {
  const { t, locale } = useLanguage();
  const [chosen, setChosen] = useState<Locale>(locale as Locale);
  return (
    <div className="max-w-2xl">
      <Heading title={t("policies.title")} text={t("policies.text")} />
      <Loaded query={useQuery(policiesQuery)} loading={<Skeleton className="h-96 w-full" />}>
        {(shown) => (
          <div className="space-y-6">
            <Choice
              legend={t("policies.language")}
              value={chosen}
              onChange={(value) => setChosen(value as Locale)}
              items={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            />
            {NAMES.map((name) => (
              <PolicySection key={`${name}/${chosen}`} name={name} locale={chosen} shown={shown} />
            ))}
          </div>
        )}
      </Loaded>
    </div>
  );
}

interface Props {
  name: Name;
  locale: Locale;
  shown: PoliciesShown;
}

function PolicySection({ name, locale, shown }: Props) {
  const { t } = useLanguage();
  const kept = shown.policies.find((one) => one.name === name && one.locale === locale)?.html ?? "";
  const asTyped = { text: isPlain(kept) ? textOf(kept) : kept, html: !isPlain(kept) };
  const [edited, setEdited] = useState<typeof asTyped | null>(null);
  const { text, html } = edited ?? asTyped;
  const written = html ? text : htmlOf(text);
  const changed = edited !== null && written !== kept;
  const saving = useMutation({
    mutationFn: () =>
      put<PoliciesShown>(`/staff/policies/${name}/${locale}`, { html: written }, shown.revision),
    onSuccess: async (answer) => {
      queryClient.setQueryData(policiesQuery.queryKey, answer);
      setEdited(null);
      await renew(configQuery.queryKey, ["policy", name], ["staff", "settings"]);
      toast({ title: t("settings.saved") });
    },
    onError: () => renew(policiesQuery.queryKey),
  });
  const title = t(`policy.${name}`);
  return (
    <SettingsSection
      title={title}
      actions={
        kept && (
          <Link to="/policies/$policy" params={{ policy: name }} className="text-13 underline">
            {t("policies.look")}
          </Link>
        )
      }
      form={{ changed, saving, save: () => saving.mutate() }}
      onChange={() => saving.isError && saving.reset()}
    >
      <TextEditor
        name={name}
        label={`${title} (${LOCALE_NAMES[locale]})`}
        lang={locale}
        rows={8}
        text={text}
        html={html}
        onChange={setEdited}
      />
    </SettingsSection>
  );
}

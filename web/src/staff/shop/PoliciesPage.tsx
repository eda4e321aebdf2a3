import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { put } from "../../base/api/client";
import { answerQuery, configQuery, queryClient, renew } from "../../base/api/queries";
import type { PoliciesShown } from "../../base/api/schema";
import { type Edit, useEdits } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, LOCALES, type Locale } from "../../base/i18n/setup";
import { Choice } from "../../design/Choice";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { useNotSaved } from "../../design/unsaved";
import { TextEditor } from "../desk/TextEditor";
import { htmlOf, isPlain, textOf } from "../desk/text";
import { SettingsSection } from "./SettingsSection";
import { leftOpen, StarterTexts } from "./StarterTexts";

const NAMES = [
  "contacts",
  "delivery",
  "returns",
  "cancellation",
  "privacy",
  "terms",
  "cookies",
] as const;
type Name = (typeof NAMES)[number];

interface Typed {
  text: string;
  html: boolean;
  /** What was saved when typing began. */
  over: string;
}

const policiesQuery = {
  ...answerQuery<PoliciesShown>(["staff", "policies"], "/staff/policies"),
  staleTime: 0,
  refetchOnWindowFocus: false,
};

/** Who runs the shop, and its texts about delivery, returns, cancelling sessions, privacy, terms and
 * cookies, in each language; with texts to begin with. */
export function PoliciesPage() {
  const { t, locale } = useLanguage();
  const [chosen, setChosen] = useState<Locale>(locale as Locale);
  const edit = useEdits<Typed>();
  const begun = (value: Locale) => NAMES.some((name) => edit(`${name}/${value}`).value);
  useNotSaved(LOCALES.some(begun));
  const label = (value: Locale) =>
    value !== chosen && begun(value)
      ? `${LOCALE_NAMES[value]} · ${t("form.unsaved")}`
      : LOCALE_NAMES[value];
  return (
    <div className="max-w-2xl">
      <Heading title={t("policies.title")} text={t("policies.text")} />
      <Loaded query={useQuery(policiesQuery)} loading={<Skeleton className="h-96 w-full" />}>
        {(shown) => (
          <div className="space-y-6">
            <Choice
              legend={t("shell.language")}
              value={chosen}
              onChange={(value) => setChosen(value as Locale)}
              items={LOCALES.map((value) => ({ value, label: label(value) }))}
            />
            <StarterTexts
              locale={chosen}
              empty={NAMES.filter(
                (name) => !keptIn(shown, name, chosen) && !edit(`${name}/${chosen}`).value?.text,
              )}
              fill={(name, html) =>
                edit(`${name}/${chosen}`).set(() => ({ text: textOf(html), html: false, over: "" }))
              }
            />
            {NAMES.map((name) => (
              <PolicySection
                key={`${name}/${chosen}`}
                name={name}
                locale={chosen}
                shown={shown}
                edit={edit(`${name}/${chosen}`)}
              />
            ))}
          </div>
        )}
      </Loaded>
    </div>
  );
}

const written = ({ text, html }: Pick<Typed, "text" | "html">) => (html ? text : htmlOf(text));

const keptIn = ({ policies }: PoliciesShown, name: Name, locale: Locale) =>
  policies.find((one) => one.name === name && one.locale === locale)?.html ?? "";

interface Props {
  name: Name;
  locale: Locale;
  shown: PoliciesShown;
  edit: Edit<Typed>;
}

function PolicySection({ name, locale, shown, edit }: Props) {
  const { t } = useLanguage();
  const kept = keptIn(shown, name, locale);
  const asTyped = { text: isPlain(kept) ? textOf(kept) : kept, html: !isPlain(kept), over: kept };
  const typed = edit.value ?? asTyped;
  const changed = edit.value !== null && written(typed) !== kept;
  const saving = useMutation({
    mutationFn: (sent: Typed) => {
      const path = `/staff/policies/${name}/${locale}`;
      return put<PoliciesShown>(path, { html: written(sent) }, shown.revision);
    },
    onSuccess: async (answer, sent) => {
      queryClient.setQueryData(policiesQuery.queryKey, answer);
      edit.set((now) =>
        now === null || now === sent ? null : { ...now, over: keptIn(answer, name, locale) },
      );
      await renew(configQuery.queryKey, ["policy", name], ["staff", "settings"]);
      toast({ title: t("settings.saved") });
    },
    onError: () => renew(policiesQuery.queryKey),
  });
  const title = t(`policy.${name}`);
  const open = leftOpen(typed.text);
  const overtaken = changed &&
    typed.over !== kept &&
    !saving.isPending && {
      theirs: asTyped.text,
      takeTheirs: () => edit.set(() => null),
      keepMine: () => edit.set(() => ({ ...typed, over: kept })),
    };
  return (
    <SettingsSection
      title={title}
      text={name === "contacts" ? t("policies.contacts") : undefined}
      actions={
        kept && (
          <Link to="/policies/$policy" params={{ policy: name }} className="text-13 underline">
            {t("policies.look")}
          </Link>
        )
      }
      form={{ changed, overtaken, saving, save: () => saving.mutate(typed) }}
      onChange={() => saving.isError && saving.reset()}
    >
      <TextEditor
        name={name}
        label={`${title} (${LOCALE_NAMES[locale]})`}
        lang={locale}
        rows={8}
        text={typed.text}
        html={typed.html}
        onChange={(next) => edit.set((now) => ({ ...next, over: now?.over ?? kept }))}
      />
      {open.length > 0 && (
        <p className="text-13 text-held-ink">{t("policies.brackets", { open: open.join(", ") })}</p>
      )}
    </SettingsSection>
  );
}

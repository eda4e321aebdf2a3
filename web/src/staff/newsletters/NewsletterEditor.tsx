import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import type { MailPreview } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale, shopLocales } from "../../base/i18n/setup";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field, Select, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { SaveButton } from "../../design/SaveButton";
import { ProductPicker } from "../desk/ProductPicker";
import { allGroupsQuery } from "../groups/queries";
import { Preview } from "../mail/Preview";
import { askedOf, type NewsletterForm, type Written } from "./form";
import { readersQuery } from "./queries";

const MOST_PRODUCTS = 12;

interface Props {
  form: NewsletterForm;
  onType: (next: Partial<NewsletterForm>) => void;
  /** Something is typed that is not saved. */
  unsaved: boolean;
  sending: { isPending: boolean; isSuccess: boolean; isError: boolean; error: unknown };
  onSend: () => void;
}

/** What a newsletter says in each language, its products, and to whom it goes; and how it looks. */
export function NewsletterEditor({ form, onType, unsaved, sending, onSend }: Props) {
  const { t } = useLanguage();
  const locales = shopLocales();
  const [language, setLanguage] = useState<Locale>(locales[0] ?? "en");
  const looking = useMutation({
    mutationFn: (locale: Locale) =>
      post<MailPreview>("/staff/newsletters/preview", { ...askedOf(form), locale }, newKey()),
  });
  const said = sending.isError ? (asProblem(sending.error).body.errors ?? []) : [];
  const fault = (field: string) => said.find((one) => one.field === field)?.detail ?? null;
  const words = form.texts[language];
  const write = (next: Partial<Written>) =>
    onType({ texts: { ...form.texts, [language]: { ...words, ...next } } });
  return (
    <div className="space-y-6">
      <Form
        reader="staff"
        sending={sending}
        unsaved={unsaved}
        onSubmit={onSend}
        end={
          <div className="flex flex-wrap gap-2">
            <SaveButton sending={sending} />
            <Button looks busy={looking.isPending} onClick={() => looking.mutate(language)}>
              {t("newsletters.preview")}
            </Button>
          </div>
        }
      >
        {locales.length > 1 && (
          <Choice
            legend={t("newsletters.field.language")}
            value={language}
            items={locales.map((each) => ({ value: each, label: LOCALE_NAMES[each] }))}
            onChange={(value) => setLanguage(locales.find((each) => each === value) ?? language)}
          />
        )}
        <Field
          key={`title-${language}`}
          name={`texts.${language}.title`}
          label={t("newsletters.field.title")}
          hint={t("newsletters.titleHint")}
          lang={language}
          maxLength={150}
          value={words.title}
          error={fault(`texts.${language}.title`)}
          onChange={({ target }) => write({ title: target.value })}
        />
        <TextArea
          key={`text-${language}`}
          name={`texts.${language}.text`}
          label={t("newsletters.field.text")}
          hint={t("newsletters.textHint")}
          lang={language}
          rows={12}
          maxLength={20_000}
          value={words.text}
          error={fault(`texts.${language}.text`)}
          onChange={({ target }) => write({ text: target.value })}
        />
        <fieldset className="min-w-0">
          <legend className="mb-1 text-13 font-medium text-ink-soft">
            {t("newsletters.field.products")}
          </legend>
          <ProductPicker
            chosen={form.products}
            most={MOST_PRODUCTS}
            onChange={(products) => onType({ products })}
          />
        </fieldset>
        <Readers form={form} onType={onType} />
      </Form>
      <Preview level="h2" looking={looking} />
    </div>
  );
}

function Readers({ form, onType }: Pick<Props, "form" | "onType">) {
  const { t, locale } = useLanguage();
  const groups = useQuery(allGroupsQuery).data?.groups ?? [];
  const readers = useQuery(readersQuery(form.groupId)).data?.readers;
  const names = new Map(groups.map((one) => [one.id, one.translations[locale] || one.name]));
  const known = groups.map((one) => one.id);
  const items = form.groupId && !known.includes(form.groupId) ? [form.groupId, ...known] : known;
  const hint = readers === undefined ? " " : t("newsletters.readers", { count: readers });
  if (items.length === 0) return <p className="text-13 text-ink-soft">{hint}</p>;
  return (
    <Select
      name="groupId"
      label={t("newsletters.field.group")}
      hint={hint}
      items={items}
      nameOf={(one) => names.get(one) ?? one.slice(-6)}
      none={t("newsletters.everybody")}
      value={form.groupId}
      onChoose={(groupId) => onType({ groupId: groupId ?? null })}
    />
  );
}

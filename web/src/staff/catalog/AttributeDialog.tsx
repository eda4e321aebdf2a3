import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { put, remove } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { StaffAttribute, StaffAttributes } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALES } from "../../base/i18n/setup";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Check, Field, Select, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import {
  ATTRIBUTE_KINDS,
  type AttributeAsked,
  type AttributeFaults,
  type AttributeForm,
  codeOf,
  formOf,
  readAttribute,
} from "./attributeForm";
import { attributesQuery } from "./queries";
import { RemoveAndSave } from "./RemoveAndSave";
import { useTold } from "./save";

interface Props {
  /** None: a new one. */
  attribute: StaffAttribute | null;
  others: readonly StaffAttribute[];
  onClose: () => void;
}

/** What products are described by: its name in each language, its kind and what can be chosen. */
export function AttributeDialog({ attribute, others, onClose }: Props) {
  const { t } = useLanguage();
  const last = Math.max(0, ...others.map(({ position }) => position + 1));
  const [form, setForm] = useState<AttributeForm>(() => formOf(attribute, last));
  const [faults, setFaults] = useState<AttributeFaults>({});
  const done = async (now: StaffAttributes) => {
    queryClient.setQueryData(attributesQuery("/staff").queryKey, now);
    await renew(["products"], ["product"]);
    onClose();
  };
  const saving = useMutation({
    mutationFn: ({ code, asked }: { code: string; asked: AttributeAsked }) =>
      put<StaffAttributes>(`/staff/attributes/${code}`, asked, attribute?.version),
    onSuccess: done,
  });
  const removing = useMutation({
    mutationFn: () => remove<StaffAttributes>(`/staff/attributes/${attribute?.code}`),
    onSuccess: done,
  });
  const told = useTold(saving.error);
  const change = (part: Partial<AttributeForm>) => {
    setForm({ ...form, ...part });
    setFaults({});
    saving.reset();
  };
  const submit = () => {
    const read = readAttribute(form, attribute ? [] : others.map(({ code }) => code));
    if ("faults" in read) setFaults(read.faults);
    else saving.mutate(read);
  };
  const wrong = (field: string) => {
    const fault = faults[field];
    return fault ? t(`attributes.fault.${fault}`) : told[field];
  };
  return (
    <Dialog open onClose={onClose} title={attribute ? attribute.name : t("attributes.make")}>
      <Form
        reader="staff"
        sending={saving}
        onSubmit={submit}
        end={
          <RemoveAndSave
            remove={attribute ? () => removing.mutate() : null}
            removing={removing.isPending}
            saving={saving.isPending}
          />
        }
      >
        <Field
          data-first
          name="name"
          label={t("staff.column.name")}
          value={form.name}
          maxLength={255}
          error={wrong("name")}
          onChange={({ target }) => change({ name: target.value })}
        />
        {!attribute && (
          <Field
            name="code"
            label={t("word.code")}
            hint={t("attributes.codeHint", { code: form.code || codeOf(form.name) || "…" })}
            placeholder={codeOf(form.name)}
            value={form.code}
            maxLength={60}
            error={wrong("code")}
            onChange={({ target }) => change({ code: target.value })}
          />
        )}
        <Select
          label={t("attributes.kind")}
          disabled={attribute !== null}
          items={ATTRIBUTE_KINDS}
          nameOf={(kind) => t(`attributes.kinds.${kind}`)}
          value={form.kind}
          error={told.kind}
          onChoose={(kind) => kind && change({ kind })}
        />
        {form.kind === "number" && (
          <Field
            name="unit"
            label={t("attributes.unit")}
            value={form.unit}
            maxLength={100}
            onChange={({ target }) => change({ unit: target.value })}
          />
        )}
        {form.kind === "choice" && (
          <TextArea
            name="values"
            rows={5}
            label={t("attributes.values")}
            hint={t("attributes.valuesHint")}
            value={form.values}
            error={wrong("values")}
            onChange={({ target }) => change({ values: target.value })}
          />
        )}
        <Check
          label={t("attributes.facet")}
          checked={form.facet}
          onChange={({ target }) => change({ facet: target.checked })}
        />
        <Field
          name="position"
          label={t("attributes.position")}
          hint={t("attributes.positionHint")}
          inputMode="numeric"
          value={form.position}
          error={wrong("position")}
          onChange={({ target }) => change({ position: target.value })}
        />
        <details>
          <summary className="inline-flex min-h-8 cursor-pointer items-center text-13 text-accent">
            {t("products.languages")}
          </summary>
          <div className="mt-2 space-y-4">
            {LOCALES.map((locale) => (
              <div key={locale} className="space-y-2">
                <Field
                  label={t(`categories.in.${locale}`)}
                  value={form.names[locale] ?? ""}
                  maxLength={255}
                  onChange={({ target }) =>
                    change({ names: { ...form.names, [locale]: target.value } })
                  }
                />
                {form.kind === "choice" && (
                  <TextArea
                    rows={3}
                    label={t(`attributes.valuesIn.${locale}`)}
                    hint={t("attributes.sameOrder")}
                    value={form.words[locale] ?? ""}
                    error={wrong(`words.${locale}`)}
                    onChange={({ target }) =>
                      change({ words: { ...form.words, [locale]: target.value } })
                    }
                  />
                )}
              </div>
            ))}
          </div>
        </details>
        {attribute && <p className="text-13 text-ink-soft">{t("attributes.removeHint")}</p>}
        {removing.isError && <Refusal reader="staff" error={removing.error} />}
      </Form>
    </Dialog>
  );
}

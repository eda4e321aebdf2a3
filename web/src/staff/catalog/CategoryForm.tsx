import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { insist, put, remove } from "../../base/api/client";
import type { StaffCategories, StaffCategory } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALES } from "../../base/i18n/setup";
import { useIntent } from "../../base/intent";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { OnePicture } from "./OnePicture";
import { treeBecame } from "./queries";
import { RemoveAndSave } from "./RemoveAndSave";
import { useTold } from "./save";

/** A category that is there, or a new one below `parent`. */
export type Editing = { category: StaffCategory } | { parent: StaffCategory | null };

interface Props {
  editing: Editing;
  onClose: () => void;
}

/** What a category is called in each language, and its address. */
export function CategoryForm({ editing, onClose }: Props) {
  const { t } = useLanguage();
  const known = "category" in editing ? editing.category : null;
  const parent = "parent" in editing ? editing.parent : null;
  const [name, setName] = useState(known?.name ?? "");
  const [slug, setSlug] = useState(known?.slug ?? "");
  const [image, setImage] = useState(known?.image ?? null);
  const [words, setWords] = useState<Record<string, string>>(known?.translations ?? {});
  const done = async (tree: StaffCategories) => {
    await treeBecame(tree);
    onClose();
  };
  const saving = useIntent(
    (key) => {
      const asked = {
        name: name.trim(),
        slug: slug.trim(),
        translations: words,
        image,
      };
      return known
        ? put<StaffCategories>(`/staff/categories/${known.id}`, asked, known.version)
        : insist<StaffCategories>(
            "/staff/categories",
            { ...asked, parentId: parent?.id ?? null },
            key,
          );
    },
    { onSuccess: done },
  );
  const removing = useMutation({
    mutationFn: () => remove<StaffCategories>(`/staff/categories/${known?.id}`),
    onSuccess: done,
  });
  const told = useTold(saving.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={known ? known.name : t("categories.make")}
      text={parent ? t("categories.below", { name: parent.name }) : undefined}
    >
      <Form
        reader="staff"
        sending={saving}
        onSubmit={() => saving.mutate()}
        onChange={() => saving.isError && saving.reset()}
        end={
          <RemoveAndSave
            remove={known ? () => removing.mutate() : null}
            removing={removing.isPending}
            saving={saving.isPending}
          />
        }
      >
        <Field
          data-first
          name="name"
          label={t("staff.column.name")}
          value={name}
          maxLength={255}
          error={told.name}
          onChange={(event) => setName(event.target.value)}
        />
        {LOCALES.map((locale) => (
          <Field
            key={locale}
            name={`translations.${locale}`}
            label={t(`categories.in.${locale}`)}
            value={words[locale] ?? ""}
            maxLength={255}
            onChange={(event) => setWords({ ...words, [locale]: event.target.value })}
          />
        ))}
        <Field
          name="slug"
          label={t("categories.slug")}
          hint={t("categories.slugHint")}
          value={slug}
          maxLength={80}
          error={told.slug}
          onChange={(event) => setSlug(event.target.value)}
        />
        <div className="space-y-2">
          <h3 className="text-13 font-medium text-ink-soft">{t("categories.picture")}</h3>
          <OnePicture
            picture={image === null ? null : { url: image }}
            hint={t("categories.pictureHint")}
            error={told.image}
            onChange={(picture) => setImage(picture?.url ?? null)}
          />
        </div>
        {removing.isError && <Refusal reader="staff" error={removing.error} />}
      </Form>
    </Dialog>
  );
}

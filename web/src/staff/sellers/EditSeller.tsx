import { useState } from "react";
import type { SellerAnswer, SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check, Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { PageFields } from "./PageFields";
import { makeSeller, renewSellers, type SellerForm, saveSeller } from "./queries";

interface Props {
  /** Without one, a seller is made. */
  seller?: SellerBody;
  onDone?: (answer: SellerAnswer) => void;
  onClose: () => void;
}

const FRESH: SellerForm = { name: "", slug: "", about: "", abouts: {}, logo: null, active: true };

/** What customers see of a seller: the name, the address, the words and the logo of their page. */
export function EditSeller({ seller: now, onDone, onClose }: Props) {
  const { t } = useLanguage();
  // What is typed is over the seller as it was then, not as it is read again meanwhile.
  const [seller] = useState(now);
  const [form, setForm] = useState<SellerForm>(seller ?? FRESH);
  const change = (part: Partial<SellerForm>) => setForm({ ...form, ...part });
  const nameless = form.name.trim() === "";
  return (
    <ActDialog
      title={t(seller ? "sellers.page" : "sellers.make")}
      sound={!nameless}
      send={(key) => (seller ? saveSeller(seller, form) : makeSeller(key, form))}
      onDone={async (answer) => {
        await renewSellers();
        onDone?.(answer);
      }}
      told={({ seller: now }) => t("sellers.saved", { name: now.name })}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Field
            data-first
            label={t("staff.column.name")}
            value={form.name}
            maxLength={255}
            error={tried && nameless ? t("sellers.nameMissing") : null}
            onChange={({ target }) => change({ name: target.value })}
          />
          <Field
            label={t("categories.slug")}
            hint={t("categories.slugHint")}
            value={form.slug}
            maxLength={80}
            onChange={({ target }) => change({ slug: target.value })}
          />
          <PageFields words={form} onChange={change} />
          <Check
            label={t("sellers.shown")}
            checked={form.active}
            onChange={({ target }) => change({ active: target.checked })}
          />
        </>
      )}
    </ActDialog>
  );
}

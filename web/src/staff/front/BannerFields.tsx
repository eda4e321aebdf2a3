import { useLanguage } from "../../base/i18n/format";
import { Field } from "../../design/Field";
import { OnePicture } from "../catalog/OnePicture";
import type { FieldsProps } from "./form";
import { Words } from "./Words";

/** A picture, what is said beside it, and where it leads. */
export function BannerFields(props: FieldsProps) {
  const { draft, at, told, onChange } = props;
  const { t } = useLanguage();
  return (
    <>
      <OnePicture
        picture={draft.picture}
        hint={t("front.pictureHint")}
        error={told[`${at}.picture`]}
        onChange={(picture) => onChange({ ...draft, picture })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Words {...props} name="title" />
        <Words {...props} name="alt" hint={t("front.altHint")} />
      </div>
      <Words {...props} name="text" />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("front.link")}
          hint={t("front.linkHint")}
          value={draft.link}
          maxLength={500}
          spellCheck={false}
          autoComplete="off"
          placeholder="/category/…"
          error={told[`${at}.link`]}
          onChange={(event) => onChange({ ...draft, link: event.target.value })}
        />
        <Words {...props} name="link" />
      </div>
    </>
  );
}

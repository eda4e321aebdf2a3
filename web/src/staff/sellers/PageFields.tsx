import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, shopLocales } from "../../base/i18n/setup";
import { TextArea } from "../../design/Field";
import { OnePicture } from "../catalog/OnePicture";

const MOST = 5000;

export interface PageWords {
  about: string;
  abouts: Record<string, string>;
  logo: string | null;
}

interface Props {
  words: PageWords;
  error?: string;
  /** Where its pictures are sent. */
  pictures?: string;
  onChange: (words: PageWords) => void;
}

/** What a seller's page says, in the shop's languages, and its logo. */
export function PageFields({ words, error, pictures, onChange }: Props) {
  const { t } = useLanguage();
  const change = (part: Partial<PageWords>) => onChange({ ...words, ...part });
  return (
    <>
      <div className="space-y-2">
        <h3 className="text-13 font-medium text-ink-soft">{t("sellers.logo")}</h3>
        <OnePicture
          picture={words.logo === null ? null : { url: words.logo }}
          hint={t("sellers.logoHint")}
          error={error}
          to={pictures}
          onChange={(picture) => change({ logo: picture?.url ?? null })}
        />
      </div>
      <TextArea
        rows={5}
        label={t("sellers.about")}
        hint={t("sellers.aboutHint")}
        value={words.about}
        maxLength={MOST}
        onChange={({ target }) => change({ about: target.value })}
      />
      {shopLocales().map((locale) => (
        <TextArea
          key={locale}
          rows={3}
          lang={locale}
          label={t("sellers.aboutIn", { language: LOCALE_NAMES[locale] })}
          placeholder={words.about}
          value={words.abouts[locale] ?? ""}
          maxLength={MOST}
          onChange={({ target }) => change({ abouts: { ...words.abouts, [locale]: target.value } })}
        />
      ))}
    </>
  );
}

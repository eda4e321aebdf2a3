import type { MailPreview } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Refusal } from "../../design/Failure";

interface Props {
  /** Of its title among the page's headings. */
  level?: "h2" | "h3";
  looking: { isError: boolean; error: unknown; data?: MailPreview };
}

/** A mail in its two looks. The frame runs no script and loads nothing. */
export function Preview({ looking, level: Title = "h3" }: Props) {
  const { t } = useLanguage();
  if (looking.isError) return <Refusal error={looking.error} reader="staff" />;
  if (!looking.data) return null;
  const { title, plain, html } = looking.data;
  return (
    <section aria-label={t("mails.preview")} className="space-y-3">
      <Title className="font-semibold wrap-anywhere">{title}</Title>
      <iframe
        title={title}
        sandbox=""
        srcDoc={html}
        className="h-120 w-full rounded-m border border-line bg-white"
      />
      <details>
        <summary className="cursor-pointer text-accent">{t("mails.asPlain")}</summary>
        <pre className="py-3 text-13 whitespace-pre-wrap wrap-anywhere">{plain}</pre>
      </details>
    </section>
  );
}

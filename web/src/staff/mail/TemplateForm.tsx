import { useMutation } from "@tanstack/react-query";
import { newKey, post, put, remove } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { queryClient, renew } from "../../base/api/queries";
import type { MailPreview, MailTemplateShown } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { type Edit, ifStill } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { Button } from "../../design/Button";
import { Field, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Moment } from "../../design/Moment";
import { SaveButton } from "../../design/SaveButton";
import { toast } from "../../design/Toasts";
import { Preview } from "./Preview";
import { templateQuery, templatesQuery } from "./queries";

export interface Words {
  subject: string;
  text: string;
}

interface Props {
  template: MailTemplateShown;
  edit: Edit<Words>;
}

/** A template's words; what is wrong with them is said at their field, with the line. */
export function TemplateForm({ template, edit }: Props) {
  const { t } = useLanguage();
  const words = useProblemWords("staff");
  const { kind, locale } = template;
  const path = `/staff/mail-templates/${kind}/${locale}`;
  const typed = edit.value ?? { subject: template.subject, text: template.text };
  const take = (answer: MailTemplateShown) =>
    queryClient.setQueryData(templateQuery(kind, locale).queryKey, answer);
  const saving = useMutation({
    mutationFn: (sent: Words) => put<MailTemplateShown>(path, sent),
    onSuccess: async (answer, sent) => {
      take(answer);
      edit.set(ifStill<Words | null>(sent, null));
      await renew(templatesQuery.queryKey);
      toast({ title: t("settings.saved") });
    },
  });
  const putting = useMutation({
    mutationFn: () => remove<MailTemplateShown>(path),
    onSuccess: async (answer) => {
      take(answer);
      edit.set(() => null);
      await renew(templatesQuery.queryKey);
    },
  });
  const reads = useMay()("GET /api/staff/mails");
  const looking = useMutation({
    mutationFn: (of: "example" | "latest") =>
      post<MailPreview>(`${path}/preview`, { ...typed, of }, newKey()),
  });
  const problem = saving.isError ? asProblem(saving.error) : null;
  const error = (name: keyof Words) => (problem?.body.field === name ? words(problem) : null);
  const change = (next: Partial<Words>) => {
    if (saving.isError) saving.reset();
    edit.set(() => ({ ...typed, ...next }));
  };
  return (
    <div className="space-y-6">
      <Form
        sending={saving}
        unsaved={false} // its page says it, of all templates
        reader="staff"
        refusal={problem?.body.field ? null : undefined}
        onSubmit={() => saving.mutate(typed)}
        end={
          <div className="flex flex-wrap gap-2">
            <SaveButton sending={saving} />
            <Button looks busy={looking.isPending} onClick={() => looking.mutate("example")}>
              {t("mails.preview")}
            </Button>
            {reads && (
              <Button looks busy={looking.isPending} onClick={() => looking.mutate("latest")}>
                {t("mails.previewLatest")}
              </Button>
            )}
            {template.changedAt && (
              <Button busy={putting.isPending} onClick={() => putting.mutate()}>
                {t("mails.putBack")}
              </Button>
            )}
          </div>
        }
      >
        <Field
          name="subject"
          label={t("mails.subject")}
          lang={locale}
          maxLength={500}
          value={typed.subject}
          error={error("subject")}
          onChange={({ target }) => change({ subject: target.value })}
        />
        <TextArea
          name="text"
          label={t("mails.text")}
          lang={locale}
          rows={16}
          maxLength={20_000}
          spellCheck={false}
          value={typed.text}
          error={error("text")}
          hint={t("mails.textHint")}
          onChange={({ target }) => change({ text: target.value })}
        />
        <p className="text-13 text-ink-soft">
          {template.changedAt ? (
            <>
              {t("mails.changed")} <Moment at={template.changedAt} />
            </>
          ) : (
            t("mails.unchanged")
          )}
        </p>
      </Form>
      <Preview looking={looking} />
      <details>
        <summary className="cursor-pointer text-accent">{t("mails.values")}</summary>
        <dl className="grid gap-x-4 gap-y-1 py-3 text-13 sm:grid-cols-[auto_minmax(0,1fr)]">
          {template.values.map((one) => (
            <div key={one.name} className="contents">
              <dt className="font-mono wrap-anywhere">{one.name}</dt>
              <dd className="wrap-anywhere text-ink-soft">{one.example}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEdits } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { useNotSaved } from "../../design/unsaved";
import { useMailKind } from "../../rooms/mail/kinds";
import { LANGUAGES, templateQuery, templatesQuery } from "./queries";
import { TemplateForm, type Words } from "./TemplateForm";

const route = getRouteApi("/staff/mails/templates");

/** What each kind of mail says, in each language, to be said otherwise. */
export function TemplatesPage() {
  const { t, locale } = useLanguage();
  const { kind = "order-paid", language = locale } = route.useSearch();
  const nameOf = useMailKind();
  const edit = useEdits<Words>();
  const all = useQuery(templatesQuery);
  useNotSaved(
    all.data?.templates.some((row) =>
      LANGUAGES.some((one) => edit(`${row.kind} ${one}`).value !== null),
    ) ?? false,
    { acrossQuery: true },
  );
  return (
    <div className="space-y-4">
      <Heading dense title={t("mails.templates")} />
      <div className="grid gap-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <Loaded query={all} loading={<SkeletonText lines={12} />}>
          {({ templates }) => (
            <nav aria-label={t("mails.kind")} className="max-h-72 overflow-y-auto lg:max-h-none">
              <ul>
                {templates.map((row) => (
                  <li key={row.kind}>
                    <Link
                      to="/staff/mails/templates"
                      search={{ kind: row.kind, language }}
                      aria-current={row.kind === kind ? "page" : undefined}
                      className="flex min-h-9 items-center justify-between gap-2 rounded-m px-3 py-1 hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:text-accent"
                    >
                      {nameOf(row.kind)}
                      {row.changed.length > 0 && (
                        <Badge tone="accent">{row.changed.join(" ")}</Badge>
                      )}
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </Loaded>
        <section aria-label={nameOf(kind)} className="min-w-0 space-y-4">
          <h2 className="text-18 font-semibold">{nameOf(kind)}</h2>
          <nav aria-label={t("shell.language")} className="flex flex-wrap gap-2 text-13">
            {LANGUAGES.map((one) => (
              <Link
                key={one}
                to="/staff/mails/templates"
                search={{ kind, language: one }}
                aria-current={one === language ? "page" : undefined}
                className="rounded-full border border-line px-3 py-1.5 hover:border-accent aria-[current]:border-accent aria-[current]:text-accent"
              >
                {t(`mails.in.${one}`)}
                {one !== language && edit(`${kind} ${one}`).value && ` · ${t("form.unsaved")}`}
              </Link>
            ))}
          </nav>
          <Loaded
            query={useQuery(templateQuery(kind, language))}
            loading={<SkeletonText lines={12} />}
          >
            {(template) => (
              <TemplateForm
                key={`${kind} ${language}`}
                template={template}
                edit={edit(`${kind} ${language}`)}
              />
            )}
          </Loaded>
        </section>
      </div>
    </div>
  );
}

import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { save } from "../../base/api/client";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { type BookForm, FORMS } from "./queries";
import { faultOf, PRESETS, type Preset, presetOf, type Span, spanOf } from "./spans";

const route = getRouteApi("/staff/books");

const WORDS = { quickbooks: "quickbooks", "1c": "oneC", journal: "journal" } as const;

/** The books of some days, as a file for an accountant's program. */
export function BooksPage() {
  const { t } = useLanguage();
  const { from, to, format = "quickbooks" } = route.useSearch();
  const navigate = route.useNavigate();
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 10);
  const usual = spanOf("lastMonth", today);
  const span: Span = { from: from ?? usual.from, to: to ?? usual.to };
  const saving = useMutation({
    mutationFn: () => save(`/api/staff/books?${new URLSearchParams({ ...span, format })}`),
  });
  const fault = faultOf(span);
  const change = (next: Partial<Span> & { format?: BookForm }) => {
    saving.reset();
    void navigate({ search: { ...span, format, ...next }, replace: true });
  };
  return (
    <div className="max-w-3xl space-y-6">
      <Heading title={t("books.title")} text={t("books.text")} />
      <Panel>
        <Form
          looks
          reader="staff"
          sending={saving}
          unsaved={false}
          onSubmit={() => fault || saving.mutate()}
          end={
            <Button looks kind="primary" type="submit" icon="download" busy={saving.isPending}>
              {t("books.download")}
            </Button>
          }
        >
          <Choice
            legend={t("books.span")}
            items={PRESETS.map((value) => ({ value, label: t(`books.${value}`) }))}
            value={presetOf(span, today)}
            onChange={(preset) => change(spanOf(preset as Preset, today))}
          />
          <div className="flex flex-wrap gap-3">
            {(["from", "to"] as const).map((end) => (
              <Field
                key={end}
                type="date"
                label={t(`staff.${end}`)}
                value={span[end]}
                error={end === "to" && fault ? t(`books.${fault}`) : null}
                onChange={({ target }) => target.value && change({ [end]: target.value })}
                className="w-full sm:w-44"
              />
            ))}
          </div>
          <p className="text-13 text-ink-soft">{t("books.days")}</p>
          <Choice
            look="rows"
            legend={t("books.format")}
            items={FORMS.map((value) => ({
              value,
              label: t(`books.${WORDS[value]}`),
              hint: t(`books.${WORDS[value]}Hint`),
            }))}
            value={format}
            onChange={(next) => change({ format: next as BookForm })}
          />
          {saving.isSuccess && <p role="status">{t("books.saved")}</p>}
        </Form>
      </Panel>
    </div>
  );
}

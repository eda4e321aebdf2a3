import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { renew } from "../../base/api/queries";
import type { WrittenPageShown, WrittenPagesShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, type Locale, shopLocales } from "../../base/i18n/setup";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Button, ButtonLink } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Check, Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { NotFound } from "../../design/NotFound";
import { Notice } from "../../design/Notice";
import { SaveButton } from "../../design/SaveButton";
import { Skeleton } from "../../design/Skeleton";
import { toast } from "../../design/Toasts";
import { ActDialog } from "../desk/ActDialog";
import { TextEditor } from "../desk/TextEditor";
import {
  formOfPage,
  NO_TEXT,
  type PageForm,
  type PageWords,
  pageAsked,
  removePage,
  savePage,
  slugLike,
  writtenPagesQuery,
} from "./pages";
import { titleOf } from "./WrittenPages";

const route = getRouteApi("/staff/pages/$slug");

/** One page, to be written or changed. */
export function WrittenPageEditor() {
  const { t } = useLanguage();
  const { slug } = route.useParams();
  const query = useQuery(writtenPagesQuery);
  return (
    <div className="max-w-2xl space-y-4">
      <BackLink to="/staff/pages">{t("writtenPages.title")}</BackLink>
      <Loaded query={query} loading={<Skeleton className="h-96 w-full" />}>
        {(shown) => {
          const page = shown.pages.find((one) => one.slug === slug) ?? null;
          return page || slug === "new" ? (
            <Editor key={slug} page={page} shown={shown} />
          ) : (
            <NotFound />
          );
        }}
      </Loaded>
    </div>
  );
}

/** What a version of a page says; two that say the same are the same. */
const said = (page: WrittenPageShown | null) => JSON.stringify(pageAsked(formOfPage(page)));

function Editor({ page, shown }: { page: WrittenPageShown | null; shown: WrittenPagesShown }) {
  const { t, locale: own } = useLanguage();
  const navigate = useNavigate();
  const locales = shopLocales();
  const [begun, setBegun] = useState(page);
  const [form, setForm] = useState(() => formOfPage(page, shown.pages.length));
  const [locale, setLocale] = useState<Locale>(
    locales.find((one) => form.texts[one]) ?? (own as Locale),
  );
  const [removing, setRemoving] = useState(false);
  useTitle(page ? titleOf(page, own) : t("writtenPages.make"));
  const slug = page?.slug ?? form.slug.trim();
  const saving = useMutation({
    mutationFn: (sent: PageForm) => savePage(slug, sent, shown.revision),
    onSuccess: async ({ pages }) => {
      const saved = pages.find((one) => one.slug === slug) ?? null;
      setBegun(saved);
      toast({ title: t("settings.saved") });
      if (!page)
        await navigate({
          to: "/staff/pages/$slug",
          params: { slug },
          replace: true,
          ignoreBlocker: true,
        });
    },
    onError: () => renew(writtenPagesQuery.queryKey),
  });
  const words = { ...NO_TEXT, ...form.texts[locale] };
  const change = (next: Partial<PageForm>) => {
    if (saving.isError) saving.reset();
    setForm((now) => ({ ...now, ...next }));
  };
  const write = (next: Partial<PageWords>) =>
    change({ texts: { ...form.texts, [locale]: { ...words, ...next } } });
  const faults = faultsOf(form, page, shown);
  const theirs = page !== null && said(page) !== said(begun);
  const changed = JSON.stringify(pageAsked(form)) !== said(begun) || (!page && form.slug !== "");
  return (
    <>
      <Heading
        title={page ? titleOf(page, own) : t("writtenPages.make")}
        actions={
          page && (
            <ButtonLink to="/pages/$slug" params={{ slug: page.slug }}>
              {t("policies.look")}
            </ButtonLink>
          )
        }
      />
      <Panel>
        <Form
          reader="staff"
          sending={saving}
          unsaved={changed}
          onSubmit={() => Object.keys(faults).length === 0 && saving.mutate(form)}
          end={
            <div className="flex flex-wrap items-center justify-end gap-3 pt-2">
              {page && <Button onClick={() => setRemoving(true)}>{t("form.remove")}</Button>}
              <SaveButton sending={saving} />
            </div>
          }
        >
          {(tried) => (
            <>
              {theirs && (
                <Notice
                  urgent
                  tone="danger"
                  title={t("settings.overtaken")}
                  actions={
                    <Button
                      size="s"
                      onClick={() => {
                        setBegun(page);
                        setForm(formOfPage(page));
                      }}
                    >
                      {t("settings.takeTheirs")}
                    </Button>
                  }
                >
                  <p>{t("writtenPages.overtaken")}</p>
                </Notice>
              )}
              <Choice
                legend={t("shell.language")}
                value={locale}
                onChange={(value) => setLocale(value as Locale)}
                items={locales.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
              />
              <Field
                label={`${t("writtenPages.name")} (${LOCALE_NAMES[locale]})`}
                lang={locale}
                maxLength={200}
                value={words.title}
                error={tried && faults.title ? t("writtenPages.nameMissing") : null}
                onChange={({ target }) => write({ title: target.value })}
                onBlur={() => !page && !form.slug && change({ slug: slugLike(words.title) })}
              />
              <TextEditor
                key={locale}
                name="html"
                label={`${t("writtenPages.content")} (${LOCALE_NAMES[locale]})`}
                lang={locale}
                rows={14}
                text={words.text}
                html={words.html}
                onChange={write}
              />
              {!page && (
                <Field
                  label={t("writtenPages.address")}
                  hint={t("writtenPages.addressHint")}
                  maxLength={80}
                  value={form.slug}
                  error={
                    tried && faults.slug
                      ? t(
                          faults.slug === "taken"
                            ? "writtenPages.taken"
                            : "writtenPages.addressBad",
                        )
                      : null
                  }
                  onChange={({ target }) => change({ slug: target.value })}
                />
              )}
              <Check
                label={t("writtenPages.atFoot")}
                checked={form.atFoot}
                onChange={({ target }) => change({ atFoot: target.checked })}
              />
              <Field
                label={t("writtenPages.position")}
                hint={t("writtenPages.positionHint")}
                inputMode="numeric"
                maxLength={4}
                value={form.position}
                error={tried && faults.position ? t("writtenPages.positionBad") : null}
                onChange={({ target }) => change({ position: target.value })}
              />
            </>
          )}
        </Form>
      </Panel>
      {removing && page && (
        <ActDialog
          grave
          title={t("form.removeNamed", { name: titleOf(page, own) })}
          text={t("writtenPages.removeText")}
          act={t("form.remove")}
          send={() => removePage(page.slug)}
          onDone={() => navigate({ to: "/staff/pages", ignoreBlocker: true })}
          onClose={() => setRemoving(false)}
        />
      )}
    </>
  );
}

function faultsOf(form: PageForm, page: WrittenPageShown | null, shown: WrittenPagesShown) {
  const faults: { title?: true; slug?: "bad" | "taken"; position?: true } = {};
  if (!Object.values(form.texts).some(({ title }) => title.trim())) faults.title = true;
  const slug = form.slug.trim();
  if (!page && (slug === "new" || slug === "" || slug !== slugLike(slug))) faults.slug = "bad";
  else if (!page && shown.pages.some((one) => one.slug === slug)) faults.slug = "taken";
  if (!/^\d{1,3}$|^1000$/.test(form.position.trim())) faults.position = true;
  return faults;
}

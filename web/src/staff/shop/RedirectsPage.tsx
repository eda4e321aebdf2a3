import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { put, remove } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { RedirectShown, RedirectsKept } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { SearchBox, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { toast } from "../../design/Toasts";
import { ActDialog } from "../desk/ActDialog";
import { type RedirectTyped, redirectsOf, redirectsQuery } from "./pages";

const MOST = 1000;
const again = () => renew(["staff", "redirects"]);

/** Addresses of a shop of before, and where each leads. */
export function RedirectsPage() {
  const { t } = useLanguage();
  const [q, setQ] = useState("");
  const [gone, setGone] = useState<RedirectShown>();
  const query = useInfiniteQuery({ ...redirectsQuery(q.trim()), placeholderData: (old) => old });
  const rows = query.data?.pages.flatMap((page) => page.redirects) ?? [];
  const columns: Column<RedirectShown>[] = [
    {
      key: "path",
      title: t("redirects.path"),
      cell: (row) => <span className="wrap-anywhere">{row.path}</span>,
    },
    {
      key: "target",
      title: t("redirects.target"),
      cell: (row) => <span className="wrap-anywhere">{row.target}</span>,
    },
    {
      key: "actions",
      title: t("form.remove"),
      bare: true,
      cell: (row) => (
        <Button
          size="s"
          kind="plain"
          aria-label={t("form.removeNamed", { name: row.path })}
          onClick={() => setGone(row)}
        >
          {t("form.remove")}
        </Button>
      ),
    },
  ];
  return (
    <div className="max-w-4xl space-y-4">
      <Heading title={t("redirects.title")} text={t("redirects.text")} />
      <AddMany />
      <SearchBox
        label={t("redirects.find")}
        value={q}
        maxLength={200}
        onChange={({ target }) => setQ(target.value)}
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank title={t("redirects.none")} hint={t("redirects.noneHint")} />}
      >
        <DataTable
          caption={t("redirects.title")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.path}
          loading={query.isPending}
        />
      </Listing>
      {gone && (
        <ActDialog
          title={t("form.removeNamed", { name: gone.path })}
          act={t("form.remove")}
          send={() => remove(`/staff/redirects?path=${encodeURIComponent(gone.path)}`)}
          onDone={again}
          onClose={() => setGone(undefined)}
        />
      )}
    </div>
  );
}

function AddMany() {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const typed = redirectsOf(text);
  const sound = typed !== null && typed.length > 0 && typed.length <= MOST;
  const adding = useMutation({
    mutationFn: (redirects: RedirectTyped[]) =>
      put<RedirectsKept>("/staff/redirects", { redirects }),
    onSuccess: async (_, sent) => {
      setText("");
      toast({ title: t("redirects.kept", { count: sent.length }) });
      await again();
    },
  });
  return (
    <Panel title={t("redirects.add")}>
      <Form
        adds
        reader="staff"
        sending={adding}
        unsaved={text.trim() !== ""}
        onChange={() => adding.isError && adding.reset()}
        onSubmit={() => sound && adding.mutate(typed)}
        end={
          <Button kind="primary" type="submit" busy={adding.isPending}>
            {t("redirects.keep")}
          </Button>
        }
      >
        {(tried) => (
          <TextArea
            label={t("redirects.lines")}
            hint={t("redirects.linesHint")}
            rows={5}
            spellCheck={false}
            value={text}
            error={tried && !sound ? t("redirects.linesBad", { most: MOST }) : null}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Form>
    </Panel>
  );
}

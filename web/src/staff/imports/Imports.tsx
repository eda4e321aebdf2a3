import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type DragEvent, useRef, useState } from "react";
import { newKey, upload } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { configQuery, queryClient } from "../../base/api/queries";
import type { ImportAnswer, ImportBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";
import { type Column, DataTable } from "../../design/DataTable";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { CurrencyFirst } from "../catalog/CurrencyFirst";
import { usePlaces } from "../catalog/whose";
import { ImportProgress } from "./ImportProgress";
import { importQuery, importsQuery } from "./queries";

interface Props {
  /** Which one is looked at; none: another is begun. */
  id: string | undefined;
  onOpen: (id: string) => void;
}

/** What stands in the address beside the import: whose it is, of several sellers. */
type Where = { seller?: string };

/** A Shopify CSV: sent, checked, looked at, let in. Which one is in the address. */
export function Imports({ id, onOpen }: Props) {
  const config = useQuery(configQuery);
  const needsCurrency = config.data && !config.data.currency;
  return (
    <div className="space-y-4">
      {needsCurrency ? (
        <CurrencyFirst />
      ) : id ? (
        <OneImport id={id} />
      ) : (
        <NewImport onOpen={onOpen} />
      )}
      {!id && !needsCurrency && <Recent onOpen={onOpen} />}
    </div>
  );
}

function OneImport({ id }: { id: string }) {
  const { t } = useLanguage();
  const { own } = usePlaces();
  return (
    <>
      <Link
        to="."
        search={({ seller }: Where) => ({ seller })}
        className="inline-flex min-h-8 items-center text-13 text-accent hover:underline"
      >
        {t("imports.another")}
      </Link>
      <Loaded query={useQuery(importQuery(own, id))} loading={<Skeleton className="h-64 w-full" />}>
        {(answer) => <ImportProgress one={answer.import} />}
      </Loaded>
    </>
  );
}

function NewImport({ onOpen }: Pick<Props, "onOpen">) {
  const { t } = useLanguage();
  const { own, seller } = usePlaces();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const key = useRef(newKey());
  const sending = useMutation({
    mutationFn: (file: File) => {
      const name = encodeURIComponent(file.name.slice(-200));
      return upload<ImportAnswer>(`${own}/imports?name=${name}`, file, "text/csv", key.current);
    },
    onSuccess: (answer) => {
      queryClient.setQueryData(importQuery(own, answer.import.id).queryKey, answer);
      onOpen(answer.import.id);
    },
    onError: (error) => {
      if (!asProblem(error).passing) key.current = newKey();
    },
  });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (!file || sending.isPending) return;
    if (sending.variables?.name !== file.name) key.current = newKey();
    sending.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <Panel>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, not instead */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classes(
          "flex flex-col items-start gap-3 rounded-m border border-dashed p-6",
          over ? "border-accent bg-accent-soft" : "border-line-strong",
        )}
      >
        <p className="max-w-prose">{t("imports.what")}</p>
        {seller && <p className="max-w-prose">{t("imports.ownAlone")}</p>}
        <Button
          kind="primary"
          icon="plus"
          busy={sending.isPending}
          onClick={() => picker.current?.click()}
        >
          {t(sending.isPending ? "imports.sending" : "imports.choose")}
        </Button>
        <p className="text-13 text-ink-soft">
          {t(seller ? "imports.ownBounds" : "imports.bounds")}
        </p>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".csv,text/csv"
          aria-label={t("imports.choose")}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = "";
          }}
        />
      </div>
      {sending.isError && (
        <div className="pt-4">
          <Refusal reader={seller ? undefined : "staff"} error={sending.error} />
        </div>
      )}
    </Panel>
  );
}

function Recent({ onOpen }: Pick<Props, "onOpen">) {
  const { t, formats } = useLanguage();
  const { own } = usePlaces();
  const query = useQuery(importsQuery(own));
  const rows = query.data?.imports ?? [];
  if (rows.length === 0) return null;
  const columns: Column<ImportBody>[] = [
    {
      key: "name",
      title: t("imports.file"),
      cell: (row) => (
        <Link
          to="."
          search={({ seller }: Where) => ({ seller, id: row.id })}
          className="font-medium wrap-anywhere hover:text-accent"
        >
          {row.name}
        </Link>
      ),
    },
    {
      key: "state",
      title: t("staff.column.status"),
      cell: (row) => (
        <Badge tone={row.state === "failed" ? "danger" : row.state === "done" ? "free" : "accent"}>
          {t(`imports.badge.${row.phase}-${row.state}`)}
        </Badge>
      ),
    },
    {
      key: "faults",
      title: t("imports.faults"),
      number: true,
      cell: (row) => (row.report ? formats.number(row.report.errorCount) : ""),
    },
    {
      key: "at",
      title: t("imports.at"),
      wide: true,
      cell: (row) => (
        <span className="tabular whitespace-nowrap text-ink-soft">
          {formats.moment(row.createdAt)}
        </span>
      ),
    },
  ];
  return (
    <section className="space-y-3">
      <h2 className="font-semibold">{t("imports.recent")}</h2>
      <DataTable
        caption={t("imports.recent")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={(row) => onOpen(row.id)}
      />
    </section>
  );
}

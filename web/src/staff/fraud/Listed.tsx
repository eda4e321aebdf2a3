import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { remove } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { ListedShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Field, Select } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { type LineAsked, listedQuery, putLine } from "./queries";

const KINDS = ["account", "card", "device", "address", "country"] as const;
const WORDS = ["block", "allow"] as const;
const again = () => renew(["staff", "fraud"]);

/** Whom the shop always or never serves. */
export function Listed() {
  const { t } = useLanguage();
  const lines = useQuery(listedQuery).data?.lines ?? [];
  const [adding, setAdding] = useState(false);
  const [gone, setGone] = useState<ListedShown>();
  const columns: Column<ListedShown>[] = [
    {
      key: "value",
      title: t("fraud.value"),
      value: (row) => row.value,
      cell: (row) => <span className="wrap-anywhere">{row.value}</span>,
    },
    { key: "kind", title: t("fraud.what"), value: (row) => t(`fraud.kind.${row.kind}`) },
    {
      key: "word",
      title: t("fraud.word"),
      value: (row) => t(`fraud.word.${row.word}`),
      cell: (row) => (
        <Badge tone={row.word === "allow" ? "free" : "danger"}>{t(`fraud.word.${row.word}`)}</Badge>
      ),
    },
    { key: "note", title: t("staff.column.note"), wide: true, value: (row) => row.note },
    {
      key: "actions",
      title: t("form.remove"),
      bare: true,
      cell: (row) => (
        <Button
          size="s"
          kind="plain"
          aria-label={t("form.removeNamed", { name: row.value })}
          onClick={() => setGone(row)}
        >
          {t("form.remove")}
        </Button>
      ),
    },
  ];
  return (
    <section className="min-w-0 space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-18 font-semibold">{t("fraud.listed")}</h2>
          <p className="text-13 text-ink-soft">{t("fraud.listedHint")}</p>
        </div>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t("fraud.add")}
        </Button>
      </div>
      {lines.length > 0 && (
        <DataTable
          caption={t("fraud.listed")}
          columns={columns}
          rows={lines}
          rowKey={(row) => row.id}
        />
      )}
      {adding && <AddDialog onClose={() => setAdding(false)} />}
      {gone && (
        <ActDialog
          title={t("form.removeNamed", { name: gone.value })}
          act={t("form.remove")}
          send={() => remove(`/staff/fraud/list/${gone.id}`)}
          onDone={again}
          onClose={() => setGone(undefined)}
        />
      )}
    </section>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const [line, setLine] = useState<LineAsked>({
    kind: "address",
    value: "",
    word: "block",
    note: "",
  });
  const missing = line.value.trim() === "";
  return (
    <ActDialog
      title={t("fraud.add")}
      sound={!missing}
      send={(key) => putLine(key, { ...line, value: line.value.trim() })}
      onDone={again}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Select
            label={t("fraud.what")}
            items={KINDS}
            nameOf={(kind) => t(`fraud.kind.${kind}`)}
            value={line.kind}
            onChoose={(kind) => kind && setLine({ ...line, kind })}
          />
          <Field
            label={t("fraud.value")}
            hint={t("fraud.valueHint")}
            maxLength={200}
            value={line.value}
            error={tried && missing ? t("fraud.valueMissing") : null}
            onChange={({ target }) => setLine({ ...line, value: target.value })}
          />
          <Select
            label={t("fraud.word")}
            items={WORDS}
            nameOf={(word) => t(`fraud.word.${word}`)}
            value={line.word}
            onChoose={(word) => word && setLine({ ...line, word })}
          />
          <Field
            label={t("staff.column.note")}
            maxLength={500}
            value={line.note}
            onChange={({ target }) => setLine({ ...line, note: target.value })}
          />
        </>
      )}
    </ActDialog>
  );
}

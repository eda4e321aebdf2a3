import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { insist, newKey } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { ImportAnswer, ImportBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Check } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { usePlaces } from "../catalog/whose";
import { ChooseLocation } from "../stock/ChooseLocation";
import { importQuery, isOver } from "./queries";
import { ReportTables } from "./ReportTables";

/** How far it is, what came of it, and what is to be decided next. */
export function ImportProgress({ one }: { one: ImportBody }) {
  const { t } = useLanguage();
  const { seller } = usePlaces();
  const over = isOver(one);
  const through = one.phase === "import" && one.state === "done";
  useEffect(() => {
    if (through) void renew(["staff", "products"], ["seller", "products"], ["products"]);
  }, [through]);
  return (
    <div className="space-y-4">
      <Panel title={<span className="wrap-anywhere">{one.name}</span>}>
        {!over ? (
          <Running one={one} />
        ) : one.state === "failed" ? (
          <Notice urgent tone="danger" title={t(`imports.failed.${one.phase}`)}>
            <p>{t(troubleOf(one), { why: one.trouble })}</p>
          </Notice>
        ) : through ? (
          <Notice
            tone="free"
            title={t("imports.through")}
            actions={
              seller ? (
                <ButtonLink size="s" to="/selling/products" search={{ seller }}>
                  {t("imports.toProducts")}
                </ButtonLink>
              ) : (
                <ButtonLink size="s" to="/staff/products">
                  {t("imports.toProducts")}
                </ButtonLink>
              )
            }
          />
        ) : (
          <Decide one={one} />
        )}
      </Panel>
      {one.report && over && <ReportTables id={one.id} report={one.report} />}
    </div>
  );
}

function troubleOf(one: ImportBody) {
  if (one.trouble === "broke") return "imports.trouble.broke" as const;
  if (one.trouble === "restarted") return "imports.trouble.restarted" as const;
  return "imports.trouble.file" as const;
}

function Running({ one }: { one: ImportBody }) {
  const { t, formats } = useLanguage();
  const { linesDone, linesAll } = one;
  const words = t(one.state === "waiting" ? "imports.waiting" : `imports.running.${one.phase}`);
  return (
    <div className="space-y-2">
      <p role="status">{words}</p>
      <progress
        aria-label={words}
        max={Math.max(1, linesAll)}
        value={linesDone}
        className="h-2 w-full accent-accent"
      />
      <p className="tabular text-13 text-ink-soft">
        {linesAll > 0 &&
          t("imports.lines", { done: formats.number(linesDone), all: formats.number(linesAll) })}
        {one.tries > 1 && ` ${t("imports.again")}`}
      </p>
    </div>
  );
}

function Decide({ one }: { one: ImportBody }) {
  const { t } = useLanguage();
  const { own, seller } = usePlaces();
  const [setStock, setSetStock] = useState(false);
  const [locationId, setLocation] = useState<string>();
  const [fetchImages, setFetchImages] = useState(true);
  const going = useMutation({
    mutationFn: () =>
      insist<ImportAnswer>(
        `${own}/imports/${one.id}/go`,
        seller ? { setStock } : { setStock, fetchImages, ...(locationId ? { locationId } : {}) },
        newKey(),
      ),
    onSuccess: (answer) => queryClient.setQueryData(importQuery(own, one.id).queryKey, answer),
  });
  const report = one.report;
  const count = report ? report.products.created + report.products.updated : 0;
  const nothing = count === 0 && !report?.variants.created && !report?.variants.updated;
  return (
    <div className="space-y-4">
      <p>{t(nothing ? "imports.nothing" : "imports.checked", { count })}</p>
      <div className="flex flex-col gap-1">
        <Check
          label={t("imports.setStock")}
          checked={setStock}
          onChange={(event) => setSetStock(event.target.checked)}
        />
        {!seller && (
          <Check
            label={t("imports.fetchImages")}
            checked={fetchImages}
            onChange={(event) => setFetchImages(event.target.checked)}
          />
        )}
      </div>
      {!seller && (
        <ChooseLocation
          label={t("imports.location")}
          none={t("imports.firstLocation")}
          toFill
          value={locationId}
          onChoose={setLocation}
        />
      )}
      <Button kind="primary" busy={going.isPending} onClick={() => going.mutate()}>
        {t("imports.go")}
      </Button>
      {going.isError && <Refusal reader={seller ? undefined : "staff"} error={going.error} />}
    </div>
  );
}

import { useMutation } from "@tanstack/react-query";
import { insist, newKey } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { OrderFile, OrderFileOpened, OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { filesDue } from "./codes";

interface Props {
  order: OrderShown;
  /** Who has the link and has not shown that they read its mail sees that there are some. */
  shut?: boolean;
}

/** The files of an order: the newest of each, downloaded by a press, since that is counted. */
export function OrderFiles({ order, shut }: Props) {
  const { t } = useLanguage();
  const files = order.files ?? [];
  const due = filesDue(order);
  if (files.length === 0 && !due) return null;
  return (
    <Panel title={t("files.panel")}>
      {due && (
        <p role="status" className="mb-3 text-ink-soft">
          {t("files.due")}
        </p>
      )}
      <ul className="divide-y divide-line">
        {files.map((file) => (
          <li
            key={file.id}
            data-testid="order-file"
            className="space-y-2 py-3 first:pt-0 last:pb-0"
          >
            <OneFile order={order} file={file} shut={shut} />
          </li>
        ))}
      </ul>
      {files.some(({ status }) => status === "given") && !shut && (
        <p className="mt-3 text-13 text-ink-soft">{t("files.hint")}</p>
      )}
    </Panel>
  );
}

function OneFile({ order, file, shut }: Props & { file: OrderFile }) {
  const { t, formats } = useLanguage();
  const fetching = useMutation({
    mutationFn: () =>
      insist<OrderFileOpened>(`/orders/${order.id}/files/${file.id}/download`, {}, newKey()),
    onSuccess: ({ url }) => {
      const link = document.createElement("a");
      link.href = url;
      link.download = "";
      link.click();
      void renew(["orders", order.id], ["order-link"]);
    },
  });
  const item = order.items[file.line];
  const name = [item?.productName, optionWords(item?.options ?? {})].filter(Boolean).join(", ");
  const said = [file.name, file.bytes && formats.megabytes(file.bytes / 1e6)].filter(Boolean);
  const newer = file.fetchedAt && file.broughtAt && file.broughtAt > file.fetchedAt;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="min-w-0">
          <h3 className="font-medium wrap-anywhere">{name}</h3>
          {file.status !== "void" && (
            <p className="text-13 text-ink-soft wrap-anywhere">{said.join(", ")}</p>
          )}
        </div>
        {file.status === "void" ? (
          <Badge tone="gone">{t("codes.void")}</Badge>
        ) : (
          !shut && (
            <Button
              aria-label={t("files.downloadOf", { name })}
              busy={fetching.isPending}
              onClick={() => fetching.mutate()}
            >
              {t("files.download")}
            </Button>
          )
        )}
      </div>
      {file.fetchedAt && file.status !== "void" && (
        <p className="text-13 text-ink-soft">
          {newer && file.broughtAt
            ? t("files.newer", { time: formats.moment(file.broughtAt) })
            : t("files.fetched", { time: formats.moment(file.fetchedAt) })}
        </p>
      )}
      {fetching.isError && <Refusal error={fetching.error} />}
    </>
  );
}

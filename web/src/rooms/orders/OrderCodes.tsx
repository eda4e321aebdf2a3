import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { insist, newKey } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { OrderCode, OrderCodeSaid, OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { optionWords } from "../../base/options";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { codesDue } from "./codes";

interface Props {
  order: OrderShown;
  /** Who has the link and has not shown that they read its mail sees that there are some. */
  shut?: boolean;
}

/** The codes of an order: each is shown once its buyer presses for it, for then it is used. */
export function OrderCodes({ order, shut }: Props) {
  const { t } = useLanguage();
  const codes = order.codes ?? [];
  const due = codesDue(order);
  if (codes.length === 0 && due === 0) return null;
  return (
    <Panel title={t("codes.panel")}>
      {due > 0 && (
        <p role="status" className="mb-3 text-ink-soft">
          {t("codes.due", { count: due })}
        </p>
      )}
      <ul className="divide-y divide-line">
        {codes.map((code) => (
          <li
            key={code.id}
            data-testid="order-code"
            className="space-y-2 py-3 first:pt-0 last:pb-0"
          >
            <OneCode order={order} code={code} shut={shut} />
          </li>
        ))}
      </ul>
      {codes.some(({ status }) => status === "given") && !shut && (
        <p className="mt-3 text-13 text-ink-soft">{t("codes.hint")}</p>
      )}
    </Panel>
  );
}

function OneCode({ order, code, shut }: Props & { code: OrderCode }) {
  const { t, formats } = useLanguage();
  const copy = useCopy();
  const [said, setSaid] = useState<string>();
  const show = useMutation({
    mutationFn: () =>
      insist<OrderCodeSaid>(`/orders/${order.id}/codes/${code.id}/show`, {}, newKey()),
    onSuccess: ({ code: text }) => {
      setSaid(text);
      void renew(["orders", order.id], ["order-link"]);
    },
  });
  const item = order.items[code.line];
  const many = (item?.quantity ?? 1) > 1;
  const name = [item?.productName, optionWords(item?.options ?? {})].filter(Boolean).join(", ");
  const named = many ? t("codes.ofMany", { name, number: code.unit + 1 }) : name;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="min-w-0 font-medium wrap-anywhere">{named}</h3>
        {code.status === "void" && <Badge tone="gone">{t("codes.void")}</Badge>}
      </div>
      {said !== undefined && code.status !== "void" ? (
        <div className="flex flex-wrap items-center gap-3 rounded-m border border-line p-3">
          <code className="tabular min-w-0 grow text-18 font-semibold wrap-anywhere select-all">
            {said}
          </code>
          <Button
            size="s"
            aria-label={t("codes.copyOf", { name: named })}
            onClick={() => void copy(said, t("codes.copied"))}
          >
            {t("form.copy")}
          </Button>
        </div>
      ) : (
        code.status !== "void" &&
        !shut && (
          <Button
            aria-label={t("codes.showOf", { name: named })}
            busy={show.isPending}
            onClick={() => show.mutate()}
          >
            {t("codes.show")}
          </Button>
        )
      )}
      {code.seenAt && (
        <p className="text-13 text-ink-soft">
          {t("codes.seen", { time: formats.moment(code.seenAt) })}
        </p>
      )}
      {show.isError && <Refusal error={show.error} />}
    </>
  );
}

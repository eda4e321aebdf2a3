import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { InvoicesAnswer, OrderShown } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { DownloadLink } from "../../design/DownloadLink";
import { Panel } from "../../design/Heading";

const SOON = 2_000;
const LATER = 30_000;
const NEW = 30_000;

function isNew(paidAt: string | null): boolean {
  return paidAt !== null && serverClock.now() - Date.parse(paidAt) < NEW;
}

/** Its invoice, and a credit note for each refund, as PDF; nothing where none were issued. They come
 * a moment after the money. */
export function Invoices({ order }: { order: Pick<OrderShown, "id" | "paidAt" | "version"> }) {
  const { t, formats } = useLanguage();
  const path = `/orders/${encodeURIComponent(order.id)}/invoices`;
  const query = useQuery({
    ...answerQuery<InvoicesAnswer>(["orders", order.id, "invoices", order.version], path),
    enabled: order.paidAt !== null,
    placeholderData: (before) => before,
    refetchInterval: ({ state }) =>
      state.data?.invoices.length ? LATER : isNew(order.paidAt) ? SOON : false,
  });
  const invoices = query.data?.invoices ?? [];
  if (invoices.length === 0) return null;
  return (
    <Panel title={t("invoice.panel")}>
      <ul className="divide-y divide-line">
        {invoices.map((one) => (
          <li
            key={one.number}
            data-testid={one.kind}
            className="flex flex-wrap items-center justify-between gap-2 py-3 first:pt-0 last:pb-0"
          >
            <span>
              {t(`invoice.${one.kind}`)} · {formats.price(one.total, one.currency)}
            </span>
            <DownloadLink href={`/api${path}/${one.number}`} label={`${one.number} (PDF)`} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

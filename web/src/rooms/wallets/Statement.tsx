import { Link } from "@tanstack/react-router";
import type { MovementBody, WalletBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { DownloadLink } from "../../design/DownloadLink";
import { Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { Skeleton } from "../../design/Skeleton";
import { useStatement } from "./queries";

/** Every movement with the balance after it, newest first; `wallet` is the live one. */
export function Statement({ wallet }: { wallet: WalletBody }) {
  const { t } = useLanguage();
  const query = useStatement(wallet);
  const movements = query.data?.pages.flatMap((page) => page.movements) ?? [];
  const brought = query.data?.pages.at(-1)?.broughtForward;
  return (
    <Panel
      title={t("wallet.statement")}
      actions={
        movements.length > 0 && (
          <DownloadLink href={`/api/wallets/${wallet.id}/statement.csv`} label={t("list.csv")} />
        )
      }
    >
      <Listing
        query={query}
        more={t("wallet.older")}
        className="mt-4"
        loading={
          <div className="space-y-3" role="status" aria-label={t("wallet.loading")}>
            {["a", "b", "c", "d"].map((key) => (
              <Skeleton key={key} className="h-12 w-full" />
            ))}
          </div>
        }
        empty={movements.length === 0 && brought == null}
        none={<p className="py-8 text-center text-ink-soft">{t("wallet.noMovements")}</p>}
      >
        <ul aria-label={t("wallet.statement")} className="divide-y divide-line">
          {movements.map((movement) => (
            <MovementRow key={movement.version} movement={movement} currency={wallet.currency} />
          ))}
          {brought != null && <BroughtForward amount={brought} currency={wallet.currency} />}
        </ul>
      </Listing>
    </Panel>
  );
}

function MovementRow({ movement, currency }: { movement: MovementBody; currency: string }) {
  const { t, formats } = useLanguage();
  const { at, kind, change, heldChange, balance, reason, orderId } = movement;
  return (
    <li className="appear flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-3 first:pt-0">
      <div className="min-w-0 grow basis-32">
        <p className="font-medium">
          {orderId ? (
            <Link
              to="/orders/$orderId"
              params={{ orderId }}
              className="underline decoration-line-strong underline-offset-4 hover:text-accent"
            >
              {t(`wallet.kind.${kind}`)}
            </Link>
          ) : (
            t(`wallet.kind.${kind}`)
          )}
        </p>
        {reason && <p className="text-13 wrap-anywhere">{reason}</p>}
        <Moment at={at} className="tabular text-13 text-ink-soft" />
      </div>
      <p className="tabular ml-auto text-right">
        <span className={classes("block font-semibold", change > 0 && "text-free")}>
          {formats.priceChange(change || heldChange, currency)}
        </span>
        <span className="text-13 text-ink-soft">
          {t("wallet.after", { price: formats.price(balance, currency) })}
        </span>
      </p>
    </li>
  );
}

function BroughtForward({ amount, currency }: { amount: number; currency: string }) {
  const { t, formats } = useLanguage();
  return (
    <li className="flex justify-between gap-4 py-3 text-ink-soft">
      <span>{t("wallet.broughtForward")}</span>
      <span className="tabular">{formats.price(amount, currency)}</span>
    </li>
  );
}

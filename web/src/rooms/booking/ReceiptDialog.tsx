import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { BookingShown, ReceiptBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { wayOf } from "../../base/wayOf";
import { Dialog } from "../../design/Dialog";
import { DownloadLink } from "../../design/DownloadLink";
import { Loaded } from "../../design/Loaded";
import { SkeletonText } from "../../design/Skeleton";
import { useClock } from "./words";

/** What has ended and has a receipt. */
export const hasReceipt = (booking: { status: string; confirmedAt: string | null }) =>
  booking.confirmedAt !== null && ["completed", "cancelled", "no_show"].includes(booking.status);

export const receiptPath = (bookingId: string) => `/bookings/${bookingId}/receipt`;
/** For a photographer, with their part. */
export const ownReceiptPath = (bookingId: string) => `/studio/bookings/${bookingId}/receipt`;

/** When it is, by its place's clock. */
type Booked = Pick<BookingShown, "number" | "local" | "zone">;

interface Props {
  /** `receiptPath` or `ownReceiptPath`. */
  path: string;
  booking: Booked;
  onClose: () => void;
}

/** What a booking came to: paid and given back by which way, kept, and whose that is. */
export function ReceiptDialog({ path, booking, onClose }: Props) {
  const { t, locale } = useLanguage();
  const query = useQuery({
    ...answerQuery<ReceiptBody>(["bookings", "receipt", path], path),
    staleTime: 0,
  });
  return (
    <Dialog open onClose={onClose} title={t("receipt.title", { number: booking.number })}>
      <Loaded query={query} loading={<SkeletonText lines={5} />}>
        {(receipt) => (
          <div className="space-y-4">
            <Lines receipt={receipt} booking={booking} />
            <DownloadLink href={`/api${path}.pdf?language=${locale}`} label={t("receipt.paper")} />
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}

function Lines({ receipt, booking }: { receipt: ReceiptBody; booking: Booked }) {
  const { t, formats } = useLanguage();
  const clock = useClock();
  const price = (amount: number) => formats.price(amount, receipt.currency);
  const way = (provider: string) => t(`receipt.way.${wayOf(provider)}`);
  const back = receipt.sources.filter(({ refunded }) => refunded > 0);
  return (
    <div className="space-y-4">
      <p className="text-ink-soft">
        {receipt.serviceName} · {clock.whole(booking.local, booking.zone)} (
        {formats.zoneName(booking.zone)}) · {t(`booking.status.${receipt.status}`)}
      </p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
        <Line name={t("receipt.price")} value={price(receipt.price)} />
        {receipt.sources.map((one) => (
          <Line
            key={one.provider}
            name={t("receipt.paid", { way: way(one.provider) })}
            value={price(one.paid)}
          />
        ))}
        {back.map((one) => (
          <Line
            key={one.provider}
            name={t("receipt.refunded", { way: way(one.provider) })}
            value={formats.priceChange(-one.refunded, receipt.currency)}
          />
        ))}
        {receipt.penalty > 0 && <Line name={t("receipt.penalty")} value={price(receipt.penalty)} />}
        {receipt.beside > 0 && <Line name={t("receipt.beside")} value={price(receipt.beside)} />}
        <Line strong name={t("receipt.kept")} value={price(receipt.kept)} />
        {(receipt.shares ?? []).map((one) => (
          <Line
            key={one.resourceId}
            name={t("receipt.share", {
              name: one.name,
              rate: formats.number(one.rate / one.among / 100),
            })}
            value={price(one.amount)}
          />
        ))}
        {receipt.platform !== null && (
          <Line name={t("receipt.platform")} value={price(receipt.platform)} />
        )}
      </dl>
    </div>
  );
}

function Line({ name, value, strong }: { name: string; value: string; strong?: boolean }) {
  return (
    <>
      <dt className={strong ? "font-semibold" : "text-ink-soft wrap-anywhere"}>{name}</dt>
      <dd className={strong ? "tabular text-right font-semibold" : "tabular text-right"}>
        {value}
      </dd>
    </>
  );
}

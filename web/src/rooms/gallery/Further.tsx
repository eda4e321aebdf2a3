import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { FurtherAnswer, GalleryAnswer, GalleryPictureShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Download } from "./Download";
import { galleryPath, galleryQuery, orderedFurther } from "./queries";

/** At most so many go into one order. */
const MOST = 100;

interface Further {
  /** For one to choose from: the way to buy it, or to download it once it is bought. */
  of: (picture: GalleryPictureShown) => ReactNode;
  /** What is put aside to be bought, with what it costs. */
  bar: ReactNode;
}

/** More pictures than are included, for money. */
export function useFurther(gallery: GalleryAnswer): Further {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const [wanted, setWanted] = useState<readonly string[]>([]);
  const path = galleryPath(gallery.bookingId);
  const { queryKey } = galleryQuery(path);
  const price = gallery.furtherPrice;
  const aside = price === null ? [] : gallery.pictures.filter((one) => wanted.includes(one.id));
  const pictures = aside.filter(forSale).map(({ id }) => id);
  const total = (price ?? 0) * pictures.length;
  const order = useIntent(
    (key) => insist<FurtherAnswer>(`${path}/further`, { pictures, total }, key),
    {
      onSuccess: ({ orderId, payPath }) => {
        orderedFurther.write({ bookingId: gallery.bookingId, pictures, at: Date.now() });
        void navigate(
          payPath ? { to: payPath } : { to: "/checkout/$orderId", params: { orderId } },
        );
      },
      // Its price, or what is for sale, may be another by now.
      onError: () => void renew(queryKey),
    },
  );
  const toggle = (id: string) => {
    order.another();
    order.reset();
    setWanted((before) =>
      before.includes(id) ? before.filter((it) => it !== id) : [...before, id],
    );
  };
  const of = (one: GalleryPictureShown) => {
    if (one.bought) return <Download url={one.fullUrl} />;
    if (price === null || !forSale(one)) return null;
    const chosen = pictures.includes(one.id);
    return (
      <Button
        size="s"
        icon={chosen ? "check" : "plus"}
        kind={chosen ? "primary" : "quiet"}
        aria-pressed={chosen}
        aria-label={`${t("galleries.buy", { price: formats.price(price, gallery.currency) })} ${one.title}`}
        disabled={order.isPending || (!chosen && pictures.length >= MOST)}
        onClick={() => toggle(one.id)}
      >
        {t("galleries.buy", { price: formats.price(price, gallery.currency) })}
      </Button>
    );
  };
  const bar = pictures.length > 0 && (
    <section
      aria-label={t("galleries.further")}
      className="sticky bottom-0 z-20 -mx-4 space-y-2 border-t border-line bg-paper px-4 py-3 sm:-mx-6 sm:px-6"
    >
      {order.isError && <Refusal error={order.error} />}
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="tabular">
          {t("galleries.furtherCount", {
            count: pictures.length,
            total: formats.price(total, gallery.currency),
          })}
        </p>
        <Button kind="primary" busy={order.isPending} onClick={() => order.mutate()}>
          {t("galleries.furtherPay")}
        </Button>
      </div>
    </section>
  );
  return { of, bar };
}

/** Whether it can be bought: it is to choose from, and neither bought nor included. */
function forSale(one: GalleryPictureShown): boolean {
  return one.part === "proof" && !one.bought && !one.favourite;
}

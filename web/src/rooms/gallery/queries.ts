import { answerQuery } from "../../base/api/queries";
import type { GalleryAnswer } from "../../base/api/schema";
import { Kept } from "../../base/kept";
import { onOtherVisitor } from "../../base/session";

export const GALLERY = ["gallery"];

/** What was delivered of a booking: for its client. */
export const galleryPath = (bookingId: string) => `/bookings/${bookingId}/gallery`;
/** All that was sent: for who photographed. */
export const ownGalleryPath = (bookingId: string) => `/studio/bookings/${bookingId}/gallery`;

interface Ordered {
  bookingId: string;
  pictures: string[];
  at: number;
}

/** The further pictures that were ordered last in this visit: once paid they are the client's a moment
 * later. */
export const orderedFurther = new Kept<Ordered | null>("holdfast.gallery.ordered", {
  storage: () => sessionStorage,
  parse: (text) => JSON.parse(text ?? "null"),
  text: (ordered) => ordered && JSON.stringify(ordered),
});

onOtherVisitor(() => orderedFurther.write(null));

const USUAL = 60 * 60_000;
const SOON = 2_000;
/** So long the payment may take; who pays later finds them when the page is opened. */
const AWAITED = 15 * 60_000;

/** When to ask again, in ms. */
export function askAgain(
  gallery: Pick<GalleryAnswer, "bookingId" | "pictures"> | undefined,
  ordered: Ordered | null,
  now: number,
): number {
  if (!gallery || ordered?.bookingId !== gallery.bookingId || now > ordered.at + AWAITED)
    return USUAL;
  const due = gallery.pictures.some(({ id, bought }) => !bought && ordered.pictures.includes(id));
  return due ? SOON : USUAL;
}

/** Addresses in it are good for hours, so it is asked anew now and then. */
export const galleryQuery = (path: string) => ({
  ...answerQuery<GalleryAnswer>([...GALLERY, path], path),
  staleTime: 0,
  refetchInterval: ({ state }: { state: { data?: GalleryAnswer } }) =>
    askAgain(state.data, orderedFurther.read(), Date.now()),
});

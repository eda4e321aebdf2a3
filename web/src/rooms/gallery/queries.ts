import { answerQuery } from "../../base/api/queries";
import type { GalleryAnswer } from "../../base/api/schema";

export const GALLERY = ["gallery"];

/** What was delivered of a booking: for its client. */
export const galleryPath = (bookingId: string) => `/bookings/${bookingId}/gallery`;
/** All that was sent: for who photographed. */
export const ownGalleryPath = (bookingId: string) => `/studio/bookings/${bookingId}/gallery`;

/** Addresses in it are good for hours, so it is asked anew now and then. */
export const galleryQuery = (path: string) => ({
  ...answerQuery<GalleryAnswer>([...GALLERY, path], path),
  staleTime: 0,
  refetchInterval: 60 * 60_000,
});

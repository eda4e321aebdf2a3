import { useQueries } from "@tanstack/react-query";
import { picture } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { PhotoAnswer, ReturnShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { orderLink } from "../../base/orderLink";
import { ChoosePhotos } from "../pictures/ChoosePhotos";
import { Photos as PhotoList } from "../pictures/Photos";
import { useSending } from "../pictures/sending";
import { STEPPED } from "./queries";

const MOST = 6;

/** What the buyer shows of what comes back. */
export function Photos({ found }: { found: Pick<ReturnShown, "photos"> }) {
  const { t } = useLanguage();
  const urls = useOwnPictures(found.photos);
  return (
    <PhotoList
      photos={urls.map((url) => ({ url }))}
      title={t("return.photos")}
      nameOf={(number) => t("return.photo", { number })}
    />
  );
}

/** By the link from a mail they are asked for with it, which no `img` can. */
function useOwnPictures(urls: string[]): string[] {
  const byLink = orderLink() !== "";
  const found = useQueries({
    queries: urls.map((url) => ({
      queryKey: ["orders", "return-photo", url],
      queryFn: ({ signal }: { signal: AbortSignal }) => picture(url, signal),
      enabled: byLink,
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  return byLink ? found.flatMap(({ data }) => data ?? []) : urls;
}

/** Its buyer adds some, until it came. */
export function AddPhotos({ found }: { found: Pick<ReturnShown, "id" | "photos"> }) {
  const { t } = useLanguage();
  const sending = useSending<PhotoAnswer>(
    () => void renew(...STEPPED),
    `/returns/${found.id}/photos`,
  );
  return (
    <ChoosePhotos
      label={t("return.addPhotos")}
      sending={sending}
      room={MOST - found.photos.length}
    />
  );
}

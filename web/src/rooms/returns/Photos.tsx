import { renew } from "../../base/api/queries";
import type { PhotoAnswer, ReturnShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ChoosePhotos } from "../pictures/ChoosePhotos";
import { Photos as PhotoList } from "../pictures/Photos";
import { useSending } from "../pictures/sending";

const MOST = 6;

/** What the buyer shows of what comes back. */
export function Photos({ found }: { found: Pick<ReturnShown, "photos"> }) {
  const { t } = useLanguage();
  return (
    <PhotoList
      urls={found.photos}
      title={t("return.photos")}
      nameOf={(number) => t("return.photo", { number })}
    />
  );
}

/** Its buyer adds some, until it came. */
export function AddPhotos({ found }: { found: Pick<ReturnShown, "id" | "photos"> }) {
  const { t } = useLanguage();
  const sending = useSending<PhotoAnswer>(
    () => void renew(["orders"], ["staff"]),
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

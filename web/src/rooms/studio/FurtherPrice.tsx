import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { GalleryAnswer } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { galleryQuery, ownGalleryPath } from "../gallery/queries";

/** What is typed of the price, and whether that is kept already. */
export function useFurtherPrice(gallery: GalleryAnswer) {
  const { formats } = useLanguage();
  const { currency, furtherPrice } = gallery;
  const path = ownGalleryPath(gallery.bookingId);
  const kept = furtherPrice === null ? "" : formats.amount(furtherPrice, currency);
  const [text, setText] = useState(kept);
  const typed = text.trim();
  const price = typed === "" ? null : parseAmount(typed, formats.digits(currency));
  const fits = typed === "" || (price !== null && price !== undefined && price > 0);
  const saving = useMutation({
    mutationFn: () => put<GalleryAnswer>(`${path}/further-price`, { price }),
    onSuccess: (answer) => queryClient.setQueryData(galleryQuery(path).queryKey, answer),
  });
  return { text, setText, fits, open: (price ?? null) !== furtherPrice, saving };
}

interface Props {
  gallery: GalleryAnswer;
  typed: ReturnType<typeof useFurtherPrice>;
}

/** What the client pays for each picture beside those that are included. */
export function FurtherPrice({ gallery, typed }: Props) {
  const { t } = useLanguage();
  const { text, setText, fits, open, saving } = typed;
  return (
    <div className="space-y-2 border-t border-line pt-4">
      <div className="flex flex-wrap items-end gap-3">
        <AmountField
          dense
          className="w-44"
          label={t("own.furtherPrice")}
          currency={gallery.currency}
          maxLength={16}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Button busy={saving.isPending} disabled={!fits || !open} onClick={() => saving.mutate()}>
          {t("own.furtherSave")}
        </Button>
      </div>
      <p className="text-13 text-ink-soft">{t("own.furtherHint")}</p>
      {saving.isError && <Refusal error={saving.error} reader="staff" />}
    </div>
  );
}

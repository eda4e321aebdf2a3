import { useState } from "react";
import type { ImageBody, OwnReviewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { StarsInput } from "../../design/Stars";
import { toast } from "../../design/Toasts";
import { ChoosePhotos } from "../pictures/ChoosePhotos";
import { ChosenPhotos } from "../pictures/ChosenPhotos";
import { useSending } from "../pictures/sending";
import { MOST_PICTURES, pathOf, type Subject, useReview } from "./queries";

const MOST = 4000;

const urlsOf = (pictures: readonly ImageBody[]) => pictures.map(({ url }) => url).join(" ");

interface Props {
  of: Subject;
  before: OwnReviewBody | null;
  onClose: () => void;
}

/** Stars, and what one likes to say and show. */
export function WriteReview({ of, before, onClose }: Props) {
  const { t, formats } = useLanguage();
  const [rating, setRating] = useState(before?.rating);
  const [text, setText] = useState(before?.text ?? "");
  const name = useSession()?.user?.name;
  const sending = useReview(of);
  const [pictures, setPictures] = useState<ImageBody[]>(before?.images ?? []);
  const arriving = useSending<ImageBody>(
    (one) => setPictures((now) => [...now.filter(({ url }) => url !== one.url), one]),
    `${pathOf(of)}/review/pictures`,
  );
  const waiting = arriving.going > 0;
  const changed =
    rating !== before?.rating ||
    text !== (before?.text ?? "") ||
    urlsOf(pictures) !== urlsOf(before?.images ?? []);
  const send = () => {
    if (rating && !waiting)
      sending.mutate(
        { rating, text, pictures: pictures.map(({ url }) => url) },
        {
          onSuccess: () => {
            toast({ title: t("reviews.sent") });
            onClose();
          },
        },
      );
  };
  return (
    <section aria-label={t("reviews.own")} className="rounded-m border border-line p-4">
      <Form
        onSubmit={send}
        sending={sending}
        unsaved={changed || waiting}
        end={
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" type="submit" busy={sending.isPending || waiting}>
              {t(before ? "form.save" : "reviews.send")}
            </Button>
            <Button kind="plain" onClick={onClose}>
              {t("reviews.cancel")}
            </Button>
          </div>
        }
      >
        {(tried) => (
          <>
            <StarsInput
              legend={t("reviews.stars")}
              value={rating}
              onChange={setRating}
              error={tried && !rating ? t("reviews.starsMissing") : null}
            />
            <TextArea
              label={t("reviews.text")}
              hint={
                text.length > MOST - 500
                  ? t("reviews.left", { count: formats.number(MOST - text.length) })
                  : name && t("reviews.as", { name })
              }
              rows={5}
              maxLength={MOST}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <ChosenPhotos
              photos={pictures}
              label={t("reviews.photos")}
              nameOf={(number) => t("reviews.photo", { number })}
              leaveLabel={(number) => t("reviews.photoLeave", { number })}
              onLeave={(one) => setPictures((now) => now.filter(({ url }) => url !== one.url))}
            />
            <ChoosePhotos
              label={t("reviews.addPhotos")}
              sending={arriving}
              room={MOST_PICTURES - pictures.length}
            />
          </>
        )}
      </Form>
    </section>
  );
}

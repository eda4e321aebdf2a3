import { useRef } from "react";
import { renew } from "../../base/api/queries";
import type { PhotoAnswer, ReturnShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { SendingList } from "../pictures/SendingList";
import { KINDS, useSending } from "../pictures/sending";

const MOST = 6;

/** What the buyer shows of what comes back. */
export function Photos({ found }: { found: Pick<ReturnShown, "photos"> }) {
  const { t } = useLanguage();
  if (found.photos.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {found.photos.map((url, place) => (
        <li key={url}>
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            className="block size-20 overflow-hidden rounded-m border border-line"
          >
            <img
              src={url}
              alt={t("return.photo", { number: place + 1 })}
              className="size-full object-cover"
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Its buyer adds some, until it came. */
export function AddPhotos({ found }: { found: Pick<ReturnShown, "id" | "photos"> }) {
  const { t } = useLanguage();
  const picker = useRef<HTMLInputElement>(null);
  const sending = useSending<PhotoAnswer>(
    () => void renew(["orders"], ["staff"]),
    `/returns/${found.id}/photos`,
  );
  const room = MOST - found.photos.length - sending.files.length;
  return (
    <div className="space-y-2">
      <SendingList files={sending.files} onAgain={sending.again} onLeave={sending.leave} />
      <Button size="s" icon="plus" disabled={room <= 0} onClick={() => picker.current?.click()}>
        {t("return.addPhotos")}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={KINDS}
        aria-label={t("return.addPhotos")}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])].slice(0, Math.max(0, room));
          if (chosen.length > 0) sending.add(chosen);
          event.target.value = "";
        }}
      />
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../base/api/queries";
import type { AnnouncementShown } from "../base/api/schema";
import { useLanguage } from "../base/i18n/format";
import { Kept } from "../base/kept";
import { useServerNow } from "../base/now";
import { IconButton } from "../design/Button";
import { useFollow } from "../design/follow";

/** Which one this browser put away: another one is seen again. */
const away = new Kept<string | null>("holdfast.announcement", {
  storage: () => localStorage,
  parse: (text) => text,
  text: (id) => id,
  shared: true,
});

/** One sentence of the shop above everything, known before the first paint, so that it moves nothing;
 * who puts it away has put it away for good. */
export function AnnouncementBar() {
  const said = useQuery(configQuery).data?.announcement ?? null;
  const gone = away.use();
  if (!said || said.id === gone) return null;
  return <InTime said={said} />;
}

function InTime({ said }: { said: AnnouncementShown }) {
  const { beginsAt, endsAt } = said;
  const now = useServerNow(beginsAt !== null || endsAt !== null);
  if (beginsAt !== null && now < Date.parse(beginsAt)) return null;
  if (endsAt !== null && now >= Date.parse(endsAt)) return null;
  return <Bar said={said} />;
}

function Bar({ said: { id, texts, link } }: { said: AnnouncementShown }) {
  const { t, locale } = useLanguage();
  const locales = useQuery(configQuery).data?.locales ?? [];
  const follow = useFollow(link);
  const spoken = [locale, ...locales, ...Object.keys(texts)].find((one) => texts[one]);
  if (spoken === undefined) return null;
  const text = texts[spoken];
  return (
    <aside
      aria-label={t("announcement.title")}
      data-testid="announcement"
      className="bg-ink text-paper"
    >
      <div className="page flex min-h-11 items-center gap-3 py-1.5 text-13">
        <p lang={spoken} className="min-w-0 grow font-medium wrap-anywhere">
          {link ? (
            <a
              href={link}
              onClick={follow}
              className="inline-flex min-h-6 items-center underline underline-offset-4 focus-visible:outline-paper"
            >
              {text}
            </a>
          ) : (
            text
          )}
        </p>
        <IconButton
          icon="close"
          size="s"
          label={t("announcement.dismiss")}
          className="shrink-0 text-paper! hover:bg-paper/20! hover:text-paper! focus-visible:outline-paper"
          onClick={() => away.write(id)}
        />
      </div>
    </aside>
  );
}

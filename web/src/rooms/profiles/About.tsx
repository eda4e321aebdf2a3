import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ProfileBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useLevelWord } from "../../design/called";
import { Tags } from "./Tags";

const LINK = "text-accent underline underline-offset-4";

/** What they say of themselves, what they can, where they are. */
export function About({ one }: { one: ProfileBody }) {
  const { t } = useLanguage();
  const level = useLevelWord();
  return (
    <div className="min-w-0 space-y-5">
      {one.about && <p className="max-w-prose whitespace-pre-line wrap-anywhere">{one.about}</p>}
      <dl className="space-y-3">
        {one.tags.length > 0 && (
          <Fact name={t(one.kind === "studio" ? "profiles.features" : "profiles.skills")}>
            <Tags tags={one.tags} />
          </Fact>
        )}
        {one.level && <Fact name={t("profiles.level")}>{level(one.level)}</Fact>}
        {one.address && <Fact name={t("profiles.address")}>{one.address}</Fact>}
        {one.studio && (
          <Fact name={t("profiles.home")}>
            <Link to="/studios/$slug" params={{ slug: one.studio.slug }} className={LINK}>
              {one.studio.name}
            </Link>
          </Fact>
        )}
        {one.rooms.length > 0 && (
          <Fact name={t("profiles.rooms")}>
            <ul className="space-y-1">
              {one.rooms.map((room) => (
                <li key={room.id} className="wrap-anywhere">
                  {room.name}
                  {room.about && <span className="block text-13 text-ink-soft">{room.about}</span>}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {one.photographers.length > 0 && (
          <Fact name={t("profiles.here")}>
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {one.photographers.map((each) => (
                <li key={each.id}>
                  <Link to="/photographers/$slug" params={{ slug: each.slug }} className={LINK}>
                    {each.name}
                  </Link>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="space-y-1">
      <dt className="text-13 text-ink-soft">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}

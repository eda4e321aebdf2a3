import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { isPhotographer, useSession, waitsForSecondFactor } from "../../base/session";
import { Blank } from "../../design/Blank";
import { Heading } from "../../design/Heading";
import { LoginFirst } from "../../design/LoginFirst";
import { ScrollRow } from "../../design/ScrollRow";
import { SecondFactorFirst } from "../../design/SecondFactorFirst";
import { useOwnWords } from "./ownKind";

const PLACES = [
  ["/my/calendar", "own.calendar"],
  ["/my/hours", "own.hours"],
  ["/my/clients", "own.clients"],
  ["/my/messages", "messages.title"],
  ["/my/services", "own.services"],
  ["/my/income", "own.income"],
  ["/my/page", "own.page"],
] as const;

/** The frame of the own pages of a photographer or a studio; who has none is told so. */
export function OwnPage({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useLanguage();
  const session = useSession();
  const own = useOwnWords();
  if (session && !session.user) return <LoginFirst whole title={title} hint={t("own.login")} />;
  if (waitsForSecondFactor(session, ["photographer"])) return <SecondFactorFirst />;
  if (session && !isPhotographer(session))
    return <Blank heading icon="alert" title={t("own.nobody")} hint={t("own.nobodyHint")} />;
  return (
    <div className="page max-w-5xl pb-16">
      <Heading
        title={title}
        actions={
          <nav aria-label={t("own.nav")} className="max-w-full min-w-0">
            <ScrollRow current={title} className="-my-1 gap-1 py-1">
              {PLACES.map(([to, label]) => (
                <li key={to} className="shrink-0">
                  <Link
                    to={to}
                    className="block rounded-m px-3 py-1.5 whitespace-nowrap text-ink-soft hover:bg-sunken hover:text-ink"
                    activeProps={{ className: "bg-sunken font-medium !text-ink" }}
                  >
                    {label === "own.page" ? own(label) : t(label)}
                  </Link>
                </li>
              ))}
            </ScrollRow>
          </nav>
        }
      />
      {session ? children : null}
    </div>
  );
}

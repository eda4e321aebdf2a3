import { Link } from "@tanstack/react-router";
import type { BuyerShown as Who } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";

const LINK = "underline underline-offset-4";

/** A buyer in a word: a name, else an address, else that it is a guest. */
export function buyerName(who: Pick<Who, "name" | "email">): string | null {
  return who.name || who.email;
}

/** What a guest is known by: the end of the id they are kept under. */
function guestReference(owner: string): string | undefined {
  return /^guest:.*([0-9a-f]{6})$/i.exec(owner)?.[1]?.toUpperCase();
}

/** Who did something, in a word: a name, a guest by their reference, else as it is written. */
export function useActorName() {
  const { t } = useLanguage();
  return (actor: string, name?: string | null) => {
    const reference = guestReference(actor);
    return name ?? (reference ? t("people.guestOf", { reference }) : actor);
  };
}

interface Props {
  who: Pick<Who, "owner" | "userId" | "name" | "email">;
  /** Among words: told by more than its colour. */
  inText?: boolean;
}

/** Leads to the person; a guest, called as their order says, has no page but orders. */
export function Buyer({ who, inText }: Props) {
  const { t } = useLanguage();
  const named = useActorName();
  if (!who.userId)
    return (
      <Link
        to="/staff/orders"
        search={{ q: who.owner }}
        title={who.email ?? undefined}
        className={classes("wrap-anywhere hover:text-accent", inText ? LINK : "text-ink-soft")}
      >
        {named(who.owner, buyerName(who))}
      </Link>
    );
  return (
    <Link
      to="/staff/people/$userId"
      params={{ userId: who.userId }}
      title={who.email ?? undefined}
      className={classes("text-accent wrap-anywhere", inText ? LINK : "hover:underline")}
    >
      {buyerName(who) ?? t("people.unknown")}
    </Link>
  );
}

import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Title } from "../../design/Heading";
import { nameOf } from "./ConversationList";
import type { Conversation } from "./queries";

interface Props {
  one: Conversation;
  who: string;
  /** The way to its order, for this side. */
  order: (id: string, name: string) => ReactNode;
}

/** What a conversation is about, with the way there, and with whom it is. */
export function About({ one, who, order }: Props) {
  const { t, formats } = useLanguage();
  const name = nameOf(one, t("messages.order", { number: one.about.name }), formats);
  return (
    <>
      <Title>
        {one.about.kind === "order" ? (
          order(one.about.id, name)
        ) : one.about.handle ? (
          <Link
            to="/product/$handle"
            params={{ handle: one.about.handle }}
            className="underline-offset-4 hover:underline"
          >
            {name}
          </Link>
        ) : (
          name
        )}
      </Title>
      <p className="wrap-anywhere text-ink-soft">{who}</p>
    </>
  );
}

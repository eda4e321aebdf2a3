import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Title } from "../../design/Heading";
import { useNameOf } from "./ConversationList";
import type { Conversation } from "./queries";

interface Props {
  one: Conversation;
  who: string;
  /** The way to its order, for this side. */
  order: (id: string, name: string) => ReactNode;
}

/** What a conversation is about, with the way there, and with whom it is. */
export function About({ one, who, order }: Props) {
  const name = useNameOf()(one);
  return (
    <>
      <Title>
        {one.about.kind === "order" ? (
          order(one.about.id, name)
        ) : one.about.handle ? (
          <PageLink page={one.about.page} handle={one.about.handle}>
            {name}
          </PageLink>
        ) : (
          name
        )}
      </Title>
      <p className="wrap-anywhere text-ink-soft">{who}</p>
    </>
  );
}

interface PageProps {
  page: Conversation["about"]["page"];
  handle: string;
  children: string;
}

/** To the page of a product, of a photographer or of a studio. */
function PageLink({ page, handle, children }: PageProps) {
  const className = "underline-offset-4 hover:underline";
  if (page)
    return (
      <Link to={`/${page}s/$slug`} params={{ slug: handle }} className={className}>
        {children}
      </Link>
    );
  return (
    <Link to="/product/$handle" params={{ handle }} className={className}>
      {children}
    </Link>
  );
}

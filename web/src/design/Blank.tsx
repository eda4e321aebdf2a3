import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

interface Props {
  icon?: IconName;
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
  /** The page's own heading, when the page is nothing else. */
  heading?: boolean;
}

/** Where there is nothing to show: says so, and where to go next. */
export function Blank({ icon = "search", title, hint, action, heading }: Props) {
  const Title = heading ? "h1" : "p";
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-16 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-ink-soft">
        <Icon name={icon} />
      </span>
      <Title className="text-18 font-semibold text-balance wrap-anywhere">{title}</Title>
      {hint && <p className="text-pretty text-ink-soft">{hint}</p>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

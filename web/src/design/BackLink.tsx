import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes } from "react";
import { Icon } from "./Icon";

/** Above a page of one of them: to all of them. */
export const BackLink = createLink(
  ({ children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement>) => (
    <p className="-mb-3 pt-4 text-13 in-data-staff:mb-0 in-data-staff:pt-0">
      <a
        {...rest}
        className="inline-flex min-h-8 items-center gap-1.5 text-ink-soft hover:text-ink"
      >
        <Icon name="back" size={16} />
        {children}
      </a>
    </p>
  ),
);

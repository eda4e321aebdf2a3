import { save } from "../base/api/client";
import { orderLink } from "../base/orderLink";
import { typedUser } from "../base/typedUser";
import { Anchor } from "./Button";
import { classes } from "./classes";

interface Props {
  href: string;
  label: string;
  /** As the buttons beside it; `field`: as high as the dense fields of a list. */
  size?: "s" | "field" | "m";
}

/** A file of what is shown, made by the server. It looks as a button does; its name may need two
 * lines. */
export function DownloadLink({ href, label, size = "s" }: Props) {
  return (
    <Anchor
      href={href}
      download
      icon="download"
      size={size === "field" ? "s" : size}
      onClick={(event) => {
        if (!typedUser() && !orderLink()) return;
        event.preventDefault();
        void save(href);
      }}
      className={classes("whitespace-normal!", size === "field" && "min-h-9!")}
    >
      {label}
    </Anchor>
  );
}

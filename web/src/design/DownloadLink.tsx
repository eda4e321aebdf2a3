import { save } from "../base/api/client";
import { orderLink } from "../base/orderLink";
import { typedUser } from "../base/typedUser";
import { Icon } from "./Icon";

/** A file of what is shown, made by the server. */
export function DownloadLink({ href, label }: { href: string; label: string }) {
  return (
    <a
      href={href}
      download
      onClick={(event) => {
        if (!typedUser() && !orderLink()) return;
        event.preventDefault();
        void save(href);
      }}
      className="inline-flex min-h-9 items-center gap-2 rounded-m border border-line-strong bg-raised px-3 text-13 font-medium hover:bg-sunken"
    >
      <Icon name="download" size={16} />
      {label}
    </a>
  );
}

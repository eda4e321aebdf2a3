import { useState } from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";

interface Props {
  url: string | null | undefined;
  alt: string;
  eager?: boolean;
  fit?: "cover" | "contain";
  dimmed?: boolean;
  className?: string;
}

/** A square of the product; it keeps its place while it loads and when it cannot. */
export function Picture({ url, alt, eager, fit = "cover", dimmed, className }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span
      className={classes(
        "relative block aspect-square overflow-hidden rounded-l bg-sunken",
        "after:pointer-events-none after:absolute after:inset-0 after:bg-shade",
        className,
      )}
    >
      {url && broken !== url ? (
        <img
          src={url}
          alt={alt}
          width={800}
          height={800}
          loading={eager ? "eager" : "lazy"}
          fetchPriority={eager ? "high" : "auto"}
          decoding={eager ? "sync" : "async"}
          onError={() => setBroken(url)}
          className={classes(
            "size-full transition-[opacity,scale] duration-(--ease)",
            fit === "cover" ? "object-cover" : "object-contain",
            dimmed && "opacity-55 grayscale",
          )}
        />
      ) : (
        <span className="grid size-full place-items-center text-gone">
          {alt && <span className="sr-only">{alt}</span>}
          <Icon name="cart" size={28} />
        </span>
      )}
    </span>
  );
}

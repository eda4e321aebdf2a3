import { useState } from "react";
import { fromCdn } from "../base/cdn";
import { classes } from "./classes";
import { Icon } from "./Icon";

/** What the server says of a picture: more than an address where it is one of the shop's own. */
export interface Shown {
  url: string;
  srcset?: string;
  avifSrcset?: string;
  standIn?: string;
}

interface Props {
  of?: Shown;
  url?: string | null;
  alt: string;
  eager?: boolean;
  fit?: "cover" | "contain";
  dimmed?: boolean;
  className?: string;
  /** How wide it is drawn, as `sizes` of an `img`. */
  sizes?: string;
}

/** A square of the product; it keeps its place while it loads and when it cannot. */
export function Picture(props: Props) {
  const { of, alt, eager, fit = "cover", dimmed, className, sizes = "100vw" } = props;
  const named = of?.url ?? props.url;
  const url = named && fromCdn(named);
  const [broken, setBroken] = useState<string | null>(null);
  const [there, setThere] = useState<string | null>(null);
  const waiting = of?.standIn && there !== url;
  return (
    <span
      className={classes(
        "relative block aspect-square overflow-hidden rounded-l bg-sunken",
        "after:pointer-events-none after:absolute after:inset-0 after:bg-shade",
        className,
      )}
    >
      {url && broken !== url ? (
        <picture className="contents">
          {of?.avifSrcset && (
            <source type="image/avif" srcSet={fromCdn(of.avifSrcset)} sizes={sizes} />
          )}
          <img
            key={url}
            src={url}
            srcSet={of?.srcset ? fromCdn(of.srcset) : undefined}
            sizes={of?.srcset ? sizes : undefined}
            alt={alt}
            width={800}
            height={800}
            loading={eager ? "eager" : "lazy"}
            fetchPriority={eager ? "high" : "auto"}
            decoding={eager ? "sync" : "async"}
            onLoad={of?.standIn ? () => setThere(url) : undefined}
            onError={() => setBroken(url)}
            style={waiting ? { backgroundImage: `url("${of.standIn}")` } : undefined}
            className={classes(
              "size-full bg-center bg-no-repeat transition-[opacity,scale] duration-(--ease)",
              fit === "cover" ? "bg-cover object-cover" : "bg-contain object-contain",
              dimmed && "opacity-55 grayscale",
            )}
          />
        </picture>
      ) : (
        <span className="grid size-full place-items-center text-gone">
          {alt && <span className="sr-only">{alt}</span>}
          <Icon name="cart" size={28} />
        </span>
      )}
    </span>
  );
}

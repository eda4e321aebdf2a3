import { Anchor } from "../../design/Button";
import { classes } from "../../design/classes";
import { useFollow } from "../../design/follow";
import { Picture } from "../../design/Picture";
import type { BannerBlock } from "./home";

interface Props {
  block: BannerBlock;
  eager: boolean;
}

/** A picture with a few words beside it; all of it leads on. Its size is known before the picture is
 * there. */
export function HomeBanner({ block, eager }: Props) {
  const { picture, link, title, text, linkText, alt } = block;
  const says = Boolean(title || text || linkText);
  const follow = useFollow(link);
  return (
    <section
      data-block="banner"
      aria-label={title || alt || undefined}
      className={classes(
        "group relative grid overflow-hidden rounded-l bg-sunken",
        says && picture && "md:grid-cols-[2fr_3fr]",
      )}
    >
      {picture && (
        <div
          className={classes(
            "relative aspect-video md:order-last [&>span]:absolute [&>span]:inset-0 [&>span]:aspect-auto [&>span]:rounded-none",
            says ? "md:aspect-[2/1]" : "md:aspect-[3/1]",
          )}
        >
          <Picture
            of={picture}
            alt={alt}
            eager={eager}
            sizes={says ? "(min-width: 48rem) 45rem, 100vw" : "(min-width: 80rem) 76rem, 100vw"}
          />
        </div>
      )}
      {says && (
        <div className="flex flex-col items-start justify-center gap-3 p-5 sm:p-8">
          {title && (
            <h2 className="text-24 leading-tight font-semibold text-balance wrap-anywhere">
              {title}
            </h2>
          )}
          {text && (
            <p className="text-pretty whitespace-pre-line text-ink-soft wrap-anywhere">{text}</p>
          )}
          {link && linkText && (
            <Anchor kind="primary" href={link} onClick={follow} className={COVERS}>
              {linkText}
            </Anchor>
          )}
        </div>
      )}
      {link && !linkText && (
        <a href={link} onClick={follow} className={classes("absolute inset-0 rounded-l", COVERS)}>
          <span className="sr-only">{title || alt || link}</span>
        </a>
      )}
    </section>
  );
}

/** The whole banner can be pressed. */
const COVERS =
  "after:absolute after:inset-0 after:rounded-l focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent";

import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";

interface Props {
  path: { slug: string; name: string }[];
  /** Whether it begins at the shop. */
  whole?: boolean;
}

/** The way to a category. */
export function Trail({ path, whole }: Props) {
  const { t } = useLanguage();
  return (
    <nav aria-label={t("category.trail")}>
      <ol className="flex flex-wrap gap-x-2 text-13 text-ink-soft">
        {whole && (
          <li>
            <Link
              to="/"
              search={{}}
              className="inline-flex min-h-6 items-center underline underline-offset-4 hover:text-ink"
            >
              {t("product.back")}
            </Link>
          </li>
        )}
        {path.map(({ slug, name }, place) => (
          <li key={slug} className="flex items-center gap-x-2">
            {(whole || place > 0) && <span aria-hidden="true">/</span>}
            <Link
              to="/category/$slug"
              params={{ slug }}
              className="inline-flex min-h-6 items-center underline underline-offset-4 hover:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

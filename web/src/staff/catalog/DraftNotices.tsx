import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { DraftBody, StaffProduct } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { draftsQuery, type Kept } from "./draft";

const SHOWN = 5;

interface Props {
  draft: DraftBody | null;
  product: StaffProduct | null;
  state: Kept;
  onDiscard: () => void;
  onLoad: () => void;
  onInsist: () => void;
}

/** That the form is a draft, and what happened to the product or the draft meanwhile. */
export function DraftNotices({ draft, product, state, onDiscard, onLoad, onInsist }: Props) {
  const { t, formats } = useLanguage();
  const behind = draft !== null && product !== null && draft.basedOn !== product.revision;
  return (
    <>
      {draft && (
        <Notice
          testId="draft"
          tone={behind ? "danger" : "calm"}
          title={t("products.draft.from", { at: formats.moment(draft.savedAt) })}
          actions={
            <Button size="s" onClick={onDiscard}>
              {t("products.draft.discard")}
            </Button>
          }
        >
          {t(behind ? "products.draft.behind" : "products.draft.hint")}
        </Notice>
      )}
      {state === "elsewhere" && (
        <Notice
          urgent
          tone="danger"
          title={t("products.draft.elsewhere")}
          actions={
            <>
              <Button size="s" onClick={onLoad}>
                {t("products.draft.load")}
              </Button>
              <Button size="s" onClick={onInsist}>
                {t("products.draft.insist")}
              </Button>
            </>
          }
        >
          {t("products.draft.elsewhereHint")}
        </Notice>
      )}
    </>
  );
}

/** What this person has not saved yet, with the way back to it. */
export function Unfinished() {
  const { t } = useLanguage();
  const drafts = useQuery(draftsQuery).data?.drafts ?? [];
  const products = drafts.filter(({ subject }) => subject.startsWith("product-")).slice(0, SHOWN);
  if (products.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-3 text-13 text-ink-soft">
      {t("products.draft.unfinished")}
      {products.map(({ subject, title }) => {
        const id = subject.slice("product-".length);
        return (
          <Link
            key={subject}
            {...(id === "new"
              ? { to: "/staff/products/new" as const }
              : { to: "/staff/products/$id" as const, params: { id } })}
            className="text-accent underline underline-offset-4 wrap-anywhere"
          >
            {title || t("products.make")}
          </Link>
        );
      })}
    </p>
  );
}

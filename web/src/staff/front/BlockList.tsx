import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { put } from "../../base/api/client";
import { queryClient, renew } from "../../base/api/queries";
import type { HomeShown } from "../../base/api/schema";
import { ofTold, useFormOver } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import type { Locale } from "../../base/i18n/setup";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { toast } from "../../design/Toasts";
import { useNotSaved } from "../../design/unsaved";
import { moved } from "../../rooms/pictures/images";
import { useTold } from "../catalog/save";
import { BlockItem } from "./BlockItem";
import { asked, blank, type Draft, draftsOf, type Kind, MOST_BLOCKS } from "./form";
import { Preview } from "./Preview";
import { frontQuery } from "./queries";

const KINDS = ["banner", "collection", "text"] as const;

interface Props {
  shown: HomeShown;
  locale: Locale;
}

interface Drafts {
  drafts: Draft[];
}

const draftsIn = ({ blocks }: HomeShown): Drafts => ({ drafts: draftsOf(blocks) });

/** Blocks in their order: added, taken out, moved by dragging, by buttons or by keys, looked at and
 * saved together. Without any the page is as at the start. */
export function BlockList({ shown, locale }: Props) {
  const { t } = useLanguage();
  const { form, over, typed, ...edit } = useFormOver(shown, draftsIn);
  const [looking, setLooking] = useState(false);
  const [went, setWent] = useState<number | null>(null);
  const [added, setAdded] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const dragged = useRef<number | null>(null);
  const { drafts } = form;
  const changed = typed && !same(drafts.map(asked), draftsOf(shown.blocks).map(asked));
  useNotSaved(changed);
  const saving = useMutation({
    mutationFn: (sent: Drafts) => {
      const blocks = sent.drafts.length > 0 ? sent.drafts.map(asked) : null;
      return put<HomeShown>("/staff/home-page", { blocks }, over.revision);
    },
    onSuccess: async (answer, sent) => {
      edit.saved(sent, answer);
      queryClient.setQueryData(frontQuery.queryKey, answer);
      await renew(["home"], ["staff", "settings"], ["staff", "policies"]);
      toast({ title: t("front.saved") });
    },
    onError: async (refusal) => {
      await renew(frontQuery.queryKey);
      edit.set(ofTold(refusal, queryClient.getQueryData(frontQuery.queryKey)));
    },
  });
  const told = useTold(saving.error);
  const change = (next: Draft[]) => {
    if (saving.isError) saving.reset();
    edit.change({ drafts: next });
  };
  const move = (from: number, to: number) => {
    const one = drafts[from];
    if (!one || to < 0 || to >= drafts.length) return;
    change(moved(drafts, from, to));
    setWent(one.key);
  };
  const add = (kind: Kind) => {
    const key = Math.max(-1, ...drafts.map((one) => one.key)) + 1;
    change([...drafts, blank(kind, key)]);
    setWent(key);
    setAdded(key);
  };

  const place = drafts.findIndex(({ key }) => key === went);
  useEffect(() => {
    // What was moved or added keeps the focus, at its place.
    if (place >= 0)
      list.current?.children[place]?.querySelector<HTMLElement>("[data-name]")?.focus();
  }, [place]);

  return (
    <div className="space-y-5">
      {drafts.length === 0 ? (
        <Blank title={t("front.none")} hint={t("front.noneHint")} />
      ) : (
        <ol ref={list} className="space-y-3">
          {drafts.map((draft, at) => (
            <BlockItem
              key={`${over.revision}/${draft.key}`}
              fresh={draft.key === added}
              draft={draft}
              locale={locale}
              place={at}
              last={drafts.length - 1}
              told={told}
              onChange={(next) => change(drafts.with(at, next))}
              onMove={(to) => move(at, to)}
              onRemove={() => change(drafts.filter((one) => one.key !== draft.key))}
              onDrag={() => {
                dragged.current = at;
              }}
              onDrop={() => {
                if (dragged.current !== null) move(dragged.current, at);
                dragged.current = null;
              }}
            />
          ))}
        </ol>
      )}
      <p role="status" className="sr-only">
        {place >= 0 && t("front.moved", { place: place + 1, count: drafts.length })}
      </p>
      <div className="flex flex-wrap gap-2">
        {KINDS.map((kind) => (
          <Button
            key={kind}
            icon="plus"
            disabled={drafts.length >= MOST_BLOCKS}
            onClick={() => add(kind)}
          >
            {t(`front.add.${kind}`)}
          </Button>
        ))}
      </div>
      {saving.isError && <Refusal reader="staff" error={saving.error} />}
      <div className="flex flex-wrap items-center justify-end gap-3 border-t border-line pt-4">
        <span role="status" className="grow text-13 text-ink-soft">
          {changed && t("form.unsaved")}
        </span>
        <ButtonLink to="/" kind="plain">
          {t("front.look")}
        </ButtonLink>
        <Button looks disabled={drafts.length === 0} onClick={() => setLooking(!looking)}>
          {t(looking ? "front.previewHide" : "front.preview")}
        </Button>
        <Button
          kind="primary"
          disabled={!changed}
          busy={saving.isPending}
          onClick={() => changed && saving.mutate(form)}
        >
          {t(saving.isPending ? "form.saving" : "form.save")}
        </Button>
      </div>
      {looking && drafts.length > 0 && <Preview blocks={drafts.map(asked)} locale={locale} />}
    </div>
  );
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

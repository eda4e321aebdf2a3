import { useCallback, useEffect, useRef, useState } from "react";
import { get, put, remove } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, queryClient } from "../../base/api/queries";
import type { DraftAnswer, DraftBody, Drafts, StaffProduct } from "../../base/api/schema";
import { formFrom, type ProductForm } from "./form";

const PAUSE = 800;

function pathOf(id: string | undefined): string {
  return `/staff/drafts/product-${id ?? "new"}`;
}

/** What this person typed of it before, here or on another device. */
export function draftQuery(id: string | undefined) {
  const key = ["staff", "draft", id ?? "new"];
  return { ...answerQuery<DraftAnswer>(key, pathOf(id)), staleTime: 0, ...ONCE };
}

/** All that is not saved yet. */
export const draftsQuery = {
  ...answerQuery<Drafts>(["staff", "drafts"], "/staff/drafts"),
  staleTime: 0,
};

const ONCE = { gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false };

export type Kept = "none" | "keeping" | "kept" | "failed" | "elsewhere";

/** Keeps what is typed as a draft while it differs from what is saved, one request after another;
 * without `keeps` it keeps none. */
export function useDraft(
  product: StaffProduct | null,
  form: ProductForm,
  saved: ProductForm,
  begun: DraftBody | null,
  keeps = true,
) {
  const id = product?.id;
  const [state, setState] = useState<Kept>(begun ? "kept" : "none");
  const version = useRef(begun?.version ?? 0);
  const kept = useRef(form);
  const now = useRef({ form, product });
  now.current = { form, product };
  const running = useRef<Promise<void>>(Promise.resolve());

  const keep = useCallback(() => {
    running.current = running.current.then(async () => {
      const { form: typed, product: base } = now.current;
      if (kept.current === typed) return;
      setState("keeping");
      try {
        const body = {
          title: typed.name.slice(0, 255),
          form: typed,
          basedOn: base?.revision ?? 0,
          version: version.current,
        };
        const { draft } = await put<DraftAnswer>(pathOf(id), body);
        version.current = draft?.version ?? 0;
        kept.current = typed;
        setState("kept");
      } catch (error) {
        setState(asProblem(error).code === "draft-changed" ? "elsewhere" : "failed");
      }
    });
    return running.current;
  }, [id]);

  useEffect(() => {
    if (!keeps || form === saved || form === kept.current || state === "elsewhere") return;
    const timer = setTimeout(() => void keep(), PAUSE);
    return () => clearTimeout(timer);
  }, [form, saved, keep, state, keeps]);

  /** It was saved, or is not wanted. */
  const drop = useCallback(
    (then: ProductForm) => {
      kept.current = then;
      running.current = running.current.then(async () => {
        if (version.current === 0) return;
        version.current = 0;
        setState("none");
        await remove(pathOf(id)).catch(() => undefined);
        void queryClient.invalidateQueries({ queryKey: draftsQuery.queryKey });
      });
      return running.current;
    },
    [id],
  );

  /** That of the other device, to go on with. */
  const load = useCallback(async (): Promise<ProductForm | null> => {
    const { draft } = await get<DraftAnswer>(pathOf(id));
    version.current = draft?.version ?? 0;
    const other = formFrom(draft?.form);
    if (other) kept.current = other;
    setState(other ? "kept" : "none");
    return other;
  }, [id]);

  /** This one in place of the other. */
  const insist = useCallback(async () => {
    const { draft } = await get<DraftAnswer>(pathOf(id));
    version.current = draft?.version ?? 0;
    setState("keeping");
    await keep();
  }, [id, keep]);

  const behind = state === "kept" && form !== kept.current && form !== saved;
  return { state: behind ? "keeping" : state, keep, drop, load, insist };
}

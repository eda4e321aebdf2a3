import { useBlocker } from "@tanstack/react-router";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useState,
} from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";

type Report = (form: string, unsaved: boolean) => void;

const Reported = createContext<Report>(() => undefined);

/** Something is typed in this form that is not saved: its page is not left without a question. */
export function useNotSaved(unsaved: boolean) {
  const report = useContext(Reported);
  const form = useId();
  useEffect(() => {
    report(form, unsaved);
    return () => report(form, false);
  }, [report, form, unsaved]);
}

/** Asks before a page is left whose forms say that something is not saved. */
export function NotSavedGuard({ children }: { children: ReactNode }) {
  const { t } = useLanguage();
  const [forms, setForms] = useState<ReadonlySet<string>>(new Set());
  const report = useCallback<Report>((form, unsaved) => {
    setForms((before) => {
      if (before.has(form) === unsaved) return before;
      const next = new Set(before);
      if (unsaved) next.add(form);
      else next.delete(form);
      return next;
    });
  }, []);
  const unsaved = forms.size > 0;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  return (
    <Reported.Provider value={report}>
      {children}
      <Dialog
        open={blocker.status === "blocked"}
        onClose={() => blocker.reset?.()}
        title={t("leave.title")}
        text={t("leave.hint")}
      >
        <div className="flex flex-wrap justify-end gap-2">
          <Button data-first onClick={() => blocker.reset?.()}>
            {t("leave.stay")}
          </Button>
          <Button kind="danger" onClick={() => blocker.proceed?.()}>
            {t("leave.discard")}
          </Button>
        </div>
      </Dialog>
    </Reported.Provider>
  );
}

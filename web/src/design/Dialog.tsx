import * as Radix from "@radix-ui/react-dialog";
import { type ReactNode, useRef } from "react";
import { useLanguage } from "../base/i18n/format";
import { iconLook } from "./Button";
import { Icon } from "./Icon";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
}

/** Goes to the control marked `data-first`, if there is one. */
function focusFirst(event: Event): void {
  const first = (event.currentTarget as HTMLElement).querySelector<HTMLElement>("[data-first]");
  if (!first) return;
  event.preventDefault();
  first.focus();
}

/** For what must be decided before going on. Losses and news are told in place instead. */
export function Dialog({ open, onClose, title, text, children }: Props) {
  const { t } = useLanguage();
  const before = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fade fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          {...(text ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            before.current = document.activeElement;
            focusFirst(event);
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (before.current instanceof HTMLElement) before.current.focus();
          }}
          className="appear fixed inset-x-0 bottom-0 z-50 mx-auto max-h-[92dvh] w-full max-w-lg overflow-y-auto rounded-t-l bg-raised p-5 shadow-over sm:top-1/2 sm:bottom-auto sm:-translate-y-1/2 sm:rounded-l sm:p-6"
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <div className="min-w-0 space-y-1 wrap-anywhere">
              <Radix.Title className="text-18 font-semibold">{title}</Radix.Title>
              {text && <Radix.Description className="text-ink-soft">{text}</Radix.Description>}
            </div>
            <Radix.Close className={iconLook("s")} aria-label={t("form.close")}>
              <Icon name="close" size={16} />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

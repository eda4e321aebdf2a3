import * as Radix from "@radix-ui/react-dialog";
import type { ReactNode } from "react";
import { useLanguage } from "../base/i18n/format";
import { iconLook } from "./Button";
import { Icon } from "./Icon";
import { useWayBack } from "./wayBack";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Stays in sight below what is longer than the screen. */
  foot?: ReactNode;
}

/** Beside the page, which stays as it is: for what one looks into and leaves again. */
export function Drawer({ open, onClose, title, children, foot }: Props) {
  const { t } = useLanguage();
  const { onOpen, onClose: onLeft } = useWayBack();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fade fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={onOpen}
          onCloseAutoFocus={onLeft}
          className="appear fixed inset-y-0 right-0 z-50 flex w-full max-w-md flex-col border-l border-line bg-raised shadow-over outline-none"
        >
          <div className="flex items-center justify-between gap-4 border-b border-line px-4 py-3 sm:px-6">
            <Radix.Title className="text-18 font-semibold">{title}</Radix.Title>
            <Radix.Close className={iconLook()} aria-label={t("form.close")}>
              <Icon name="close" />
            </Radix.Close>
          </div>
          <div className="grow overflow-y-auto px-4 sm:px-6">{children}</div>
          {foot && <div className="space-y-3 border-t border-line px-4 py-4 sm:px-6">{foot}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

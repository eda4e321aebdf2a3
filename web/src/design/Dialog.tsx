import * as Radix from "@radix-ui/react-dialog";
import { type ReactNode, useContext, useMemo, useState } from "react";
import { useLanguage } from "../base/i18n/format";
import { Button, iconLook } from "./Button";
import { Icon } from "./Icon";
import { Place, type Unsaved, usePlace } from "./unsaved";
import { useWayBack } from "./wayBack";

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

/** For what must be decided before going on. Losses and news are told in place instead. Where unsaved work
 * is asked about, it is not closed by a key or a click beside it over what was typed in it. */
export function Dialog({ onClose, children, ...frame }: Props) {
  const outer = useContext(Place);
  const { asks, report, unsaved, forms } = usePlace(outer.asks, outer);
  const place = useMemo(() => ({ asks, report }), [asks, report]);
  const [asking, setAsking] = useState(false);
  // What forms have reported by now: of what was just typed `unsaved` is a turn late.
  const close = () => (asks && forms.current.size > 0 ? setAsking(true) : onClose());
  return (
    <Frame {...frame} onClose={close}>
      <Place.Provider value={place}>{children}</Place.Provider>
      <LeaveQuestion
        open={asking && unsaved}
        onStay={() => setAsking(false)}
        onDiscard={() => {
          setAsking(false);
          onClose();
        }}
      />
    </Frame>
  );
}

interface LeaveProps {
  open: boolean;
  onStay: () => void;
  keep?: Unsaved["keep"];
  onDiscard: () => void;
}

/** What is typed is not saved: is it left? */
export function LeaveQuestion({ open, onStay, keep, onDiscard }: LeaveProps) {
  const { t } = useLanguage();
  return (
    <Frame open={open} onClose={onStay} title={t("leave.title")} text={t("leave.hint")}>
      <div className="flex flex-wrap justify-end gap-2">
        <Button looks data-first onClick={onStay}>
          {t("leave.stay")}
        </Button>
        {keep && (
          <Button looks onClick={() => void keep.act()}>
            {keep.label}
          </Button>
        )}
        <Button looks kind="danger" onClick={onDiscard}>
          {t("leave.discard")}
        </Button>
      </div>
    </Frame>
  );
}

function Frame({ open, onClose, title, text, children }: Props) {
  const { t } = useLanguage();
  const { onOpen, onClose: onLeft } = useWayBack();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fade fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          {...(text ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            onOpen();
            focusFirst(event);
          }}
          onCloseAutoFocus={onLeft}
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

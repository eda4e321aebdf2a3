import * as Radix from "@radix-ui/react-dialog";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { fromCdn } from "../base/cdn";
import { useLanguage } from "../base/i18n/format";
import { iconLook } from "./Button";
import { classes } from "./classes";
import { Icon } from "./Icon";
import type { Shown } from "./Picture";
import { ScrollBox } from "./ScrollBox";
import { useWayBack } from "./wayBack";

interface Props {
  name: string;
  images: (Shown & { alt: string })[];
  front: number;
  onFront: (place: number) => void;
  onClose: () => void;
  /** What can be done with the one that is shown. */
  actions?: ReactNode;
  /** Of a key that goes on to no other. */
  onKey?: (key: string) => void;
}

const SWIPE = 50;

/** A picture as large as the screen, then twice as large where one clicks: to look closely. Arrow
 * keys, and a swipe, go on to the others. */
export function Lightbox(props: Props) {
  const { name, images, front, onFront, onClose, actions, onKey } = props;
  const { t } = useLanguage();
  const [near, setNear] = useState(false);
  const { onOpen, onClose: onLeft } = useWayBack();
  const shown = images[front];
  const count = images.length;
  const go = (step: number) => {
    setNear(false);
    onFront((front + step + count) % count);
  };
  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) onKey?.(event.key);
    if (step === 0 || near || count < 2) return;
    event.preventDefault();
    go(step);
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={onOpen}
          onCloseAutoFocus={onLeft}
          onKeyDown={keys}
          className="fade fixed inset-0 z-50 flex flex-col bg-paper"
        >
          {/* On a phone what can be done stands in a line of its own: the way out stays in sight. */}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2 sm:flex-nowrap">
            <Radix.Title className="min-w-0 grow basis-0 truncate text-15 font-medium">
              {name}
            </Radix.Title>
            {actions && (
              <div className="order-last flex basis-full flex-wrap items-center justify-end gap-1 empty:hidden sm:order-none sm:basis-auto">
                {actions}
              </div>
            )}
            <div className="flex shrink-0 items-center gap-1">
              {count > 1 && (
                <>
                  <Step icon="left" label={t("gallery.previous")} onClick={() => go(-1)} />
                  <span
                    role="status"
                    className="tabular min-w-12 text-center text-13 text-ink-soft"
                  >
                    <span className="sr-only">
                      {t("product.picture", { index: front + 1, count })}
                    </span>
                    <span aria-hidden="true">
                      {front + 1} / {count}
                    </span>
                  </span>
                  <Step icon="right" label={t("gallery.next")} onClick={() => go(1)} />
                </>
              )}
              <Step
                icon={near ? "minus" : "plus"}
                label={t(near ? "gallery.smaller" : "gallery.larger")}
                onClick={() => setNear(!near)}
              />
              <Radix.Close className={iconLook("s")} aria-label={t("form.close")}>
                <Icon name="close" size={16} />
              </Radix.Close>
            </div>
          </div>
          {shown && (
            <Stage
              key={shown.url}
              image={shown}
              alt={shown.alt || name}
              near={near}
              onNear={setNear}
              onSwipe={(step) => count > 1 && go(step)}
            />
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface StepProps {
  icon: "left" | "right" | "plus" | "minus";
  label: string;
  onClick: () => void;
}

function Step({ icon, label, onClick }: StepProps) {
  return (
    <button type="button" className={iconLook("s")} aria-label={label} onClick={onClick}>
      <Icon name={icon} size={16} />
    </button>
  );
}

interface StageProps {
  image: Shown;
  alt: string;
  near: boolean;
  onNear: (near: boolean) => void;
  onSwipe: (step: 1 | -1) => void;
}

function Stage({ image, alt, near, onNear, onSwipe }: StageProps) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const place = useRef<HTMLElement>(null);
  const at = useRef({ x: 0.5, y: 0.5 });
  // What was clicked stands in the middle once it is larger.
  useEffect(() => {
    const stage = place.current;
    if (!stage || !near) return;
    stage.scrollLeft = at.current.x * stage.scrollWidth - stage.clientWidth / 2;
    stage.scrollTop = at.current.y * stage.scrollHeight - stage.clientHeight / 2;
  }, [near]);
  const turn = ({ clientX, clientY, currentTarget }: MouseEvent<HTMLElement>) => {
    const box = currentTarget.getBoundingClientRect();
    at.current = {
      x: (clientX - box.left) / box.width,
      y: (clientY - box.top) / box.height,
    };
    onNear(!near);
  };
  const sizes = near ? "200vw" : "100vw";
  return (
    <ScrollBox ref={place} label={alt} className="min-h-0 grow overflow-auto">
      <picture className="contents">
        {image.avifSrcset && (
          <source type="image/avif" srcSet={fromCdn(image.avifSrcset)} sizes={sizes} />
        )}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the buttons above do the same */}
        <img
          src={fromCdn(image.url)}
          srcSet={image.srcset ? fromCdn(image.srcset) : undefined}
          sizes={image.srcset ? sizes : undefined}
          alt={alt}
          onClick={turn}
          onTouchStart={({ touches }) => {
            const one = touches.item(0);
            from.current = one && touches.length === 1 ? { x: one.clientX, y: one.clientY } : null;
          }}
          onTouchEnd={({ changedTouches }) => {
            const one = changedTouches.item(0);
            if (near || !one || !from.current) return;
            const across = one.clientX - from.current.x;
            const down = Math.abs(one.clientY - from.current.y);
            if (Math.abs(across) > Math.max(SWIPE, 2 * down)) onSwipe(across < 0 ? 1 : -1);
          }}
          className={classes(
            "max-w-none object-contain",
            near ? "size-[200%] cursor-zoom-out" : "size-full cursor-zoom-in",
          )}
        />
      </picture>
    </ScrollBox>
  );
}

import { type RefObject, startTransition, useCallback, useLayoutEffect, useState } from "react";

/** The part of what is scrolled that is drawn, in px. */
export interface View {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** So much beyond the screen is drawn, and the part changes in steps of it. */
const STEP = 160;

const NOTHING: View = { left: 0, right: 0, top: 0, bottom: 0 };

/** What of the scrolled is to be drawn: it changes once in a while, not with each pixel. */
export function useView(
  scroller: RefObject<HTMLElement | null>,
  onWidth: (width: number) => void,
): View {
  const [view, setView] = useState(NOTHING);
  const look = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const left = Math.floor(box.scrollLeft / STEP) * STEP - STEP;
    const top = Math.floor(box.scrollTop / STEP) * STEP - STEP;
    const right = left + (Math.ceil(box.clientWidth / STEP) + 3) * STEP;
    const bottom = top + (Math.ceil(box.clientHeight / STEP) + 3) * STEP;
    // In pieces between frames: scrolling never waits for what is drawn.
    startTransition(() =>
      setView((known) =>
        known.left === left && known.right === right && known.top === top && known.bottom === bottom
          ? known
          : { left, right, top, bottom },
      ),
    );
  }, [scroller]);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const measure = () => {
      onWidth(box.clientWidth);
      look();
    };
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [scroller, look, onWidth]);
  return view;
}

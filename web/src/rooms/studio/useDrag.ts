import { type PointerEvent as Press, type RefObject, useCallback, useEffect, useRef } from "react";

/** A finger rests so long on a card before it drags it: until then it scrolls. */
const REST = 350;
const FAR = 5;
const EDGE = 36;
const PACE = 14;

interface Hand {
  /** What was taken hold of; undefined: nothing that can be dragged. */
  grip: (target: Element, x: number, y: number) => (() => void) | undefined;
  move: (x: number, y: number) => void;
  drop: () => void;
  cancel: () => void;
}

/** Dragging within something that scrolls: by mouse at once, by finger after a rest; Escape gives up. */
export function useDrag(scroller: RefObject<HTMLElement | null>, hand: Hand) {
  const now = useRef(hand);
  now.current = hand;
  const held = useRef<{ end: (dropped: boolean) => void } | undefined>(undefined);
  const dragged = useRef(false);
  useEffect(() => () => held.current?.end(false), []);

  const onPointerDown = useCallback(
    (press: Press) => {
      dragged.current = false;
      if (press.button !== 0 || held.current || !(press.target instanceof Element)) return;
      const begin = now.current.grip(press.target, press.clientX, press.clientY);
      if (!begin) return;
      const touch = press.pointerType === "touch";
      let at = { x: press.clientX, y: press.clientY };
      let going = false;
      let frame = 0;
      const go = () => {
        going = true;
        dragged.current = true;
        begin();
        now.current.move(at.x, at.y);
        frame = requestAnimationFrame(creep);
      };
      const rest = touch ? setTimeout(go, REST) : undefined;
      /** At an edge what is below goes on. */
      const creep = () => {
        const box = scroller.current?.getBoundingClientRect();
        if (box) {
          const right = at.x > box.right - EDGE ? PACE : at.x < box.left + EDGE ? -PACE : 0;
          const down = at.y > box.bottom - EDGE ? PACE : at.y < box.top + EDGE ? -PACE : 0;
          if (right || down) {
            scroller.current?.scrollBy(right, down);
            now.current.move(at.x, at.y);
          }
        }
        frame = requestAnimationFrame(creep);
      };
      const follow = (event: PointerEvent) => {
        at = { x: event.clientX, y: event.clientY };
        const far = Math.hypot(at.x - press.clientX, at.y - press.clientY) > FAR;
        if (going) now.current.move(at.x, at.y);
        else if (far && touch) end(false);
        else if (far) go();
      };
      const still = (event: TouchEvent) => going && event.preventDefault();
      const key = (event: KeyboardEvent) => {
        if (event.key !== "Escape" || !going) return;
        event.stopPropagation();
        end(false);
      };
      const up = () => end(true);
      const lost = () => end(false);
      const end = (dropped: boolean) => {
        clearTimeout(rest);
        cancelAnimationFrame(frame);
        window.removeEventListener("pointermove", follow);
        window.removeEventListener("pointerup", up);
        window.removeEventListener("pointercancel", lost);
        window.removeEventListener("touchmove", still);
        window.removeEventListener("keydown", key, true);
        held.current = undefined;
        if (!going) return;
        if (dropped) now.current.drop();
        else now.current.cancel();
      };
      held.current = { end };
      window.addEventListener("pointermove", follow);
      window.addEventListener("pointerup", up);
      window.addEventListener("pointercancel", lost);
      window.addEventListener("touchmove", still, { passive: false });
      window.addEventListener("keydown", key, true);
    },
    [scroller],
  );
  /** Whether the click that comes now only ends a drag. */
  const wasDragged = useCallback(() => dragged.current, []);
  return { onPointerDown, wasDragged };
}

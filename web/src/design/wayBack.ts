import { useRef } from "react";

/** Where the keyboard goes on once what was opened over a page closes: to what opened it, or, where that is
 * gone by then or goes soon after (a card that was cancelled), to the nearest that is left around it. */
export function useWayBack() {
  const around = useRef<HTMLElement[]>([]);
  return {
    onOpen: () => {
      around.current = outwards(document.activeElement);
    },
    onClose: (event: Event) => {
      event.preventDefault();
      comeBack(around.current);
    },
  };
}

/** What has the focus, and all that is around it. */
export function outwards(from: Element | null): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at = from; at instanceof HTMLElement && at !== document.body; at = at.parentElement)
    found.push(at);
  return found;
}

function comeBack([opener, ...around]: HTMLElement[]): void {
  if (!opener) return;
  opener.focus();
  if (document.activeElement === opener) stayNear(opener, around);
  else goTo(around);
}

/** Goes to what is left around the opener if it is taken out of the page while it has the focus: a browser
 * tells nobody of that. */
function stayNear(opener: HTMLElement, around: HTMLElement[]): void {
  const watcher = new MutationObserver(() => {
    if (opener.isConnected) return;
    watcher.disconnect();
    if (document.activeElement === document.body) goTo(around);
  });
  watcher.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("focusin", () => watcher.disconnect(), { once: true });
}

/** To the nearest that is left. While it has the focus it is marked: a new page goes on to its beginning. */
export function goTo(around: HTMLElement[]): void {
  const place = around.find((each) => each.isConnected);
  if (!place) return;
  if (place.tabIndex < 0 && !place.hasAttribute("tabindex")) {
    place.tabIndex = -1;
    place.style.outline = "none";
    place.dataset.kept = "";
    const asBefore = () => {
      place.removeAttribute("tabindex");
      place.style.outline = "";
      delete place.dataset.kept;
    };
    place.addEventListener("blur", asBefore, { once: true });
  }
  place.focus({ preventScroll: true });
}

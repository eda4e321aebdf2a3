const BELOW_HEADER = 120;

/** The cursor to the first field at fault, below the page's header: what is taken at the foot may
 * cover the rest. */
export function toFault(place: HTMLElement | null): void {
  const fault = place?.querySelector<HTMLElement>("[aria-invalid=true]");
  if (!fault) return;
  fault.focus({ preventScroll: true });
  globalThis.scrollBy({ top: fault.getBoundingClientRect().top - BELOW_HEADER });
}

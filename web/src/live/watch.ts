const GRACE = 5_000;

/** The way to the server; `subscribe` says whether there was one. */
interface Wire {
  subscribe(ids: string[]): boolean;
  unsubscribe(ids: string[]): void;
}

/**
 * Counts who looks at what, so that the server is asked once for each. Leaving is told
 * late: going back and forth between two pages costs no subscription.
 */
export class WatchList {
  private readonly counts = new Map<string, number>();
  private readonly told = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = false;

  constructor(private readonly wire: Wire) {}

  get ids(): string[] {
    return [...this.counts.keys()];
  }

  add(ids: string[]): () => void {
    for (const id of ids) this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
    this.ask();
    return () => {
      for (const id of ids) {
        const left = (this.counts.get(id) ?? 1) - 1;
        if (left > 0) this.counts.set(id, left);
        else this.counts.delete(id);
      }
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.leave(), GRACE);
    };
  }

  /** A new connection knows nothing: everything is asked for again. */
  reconnected(): void {
    this.told.clear();
    this.tellNew();
  }

  private ask(): void {
    if (this.asked) return;
    this.asked = true;
    queueMicrotask(() => {
      this.asked = false;
      this.tellNew();
    });
  }

  private tellNew(): void {
    const fresh = this.ids.filter((id) => !this.told.has(id));
    if (fresh.length === 0 || !this.wire.subscribe(fresh)) return;
    for (const id of fresh) this.told.add(id);
  }

  private leave(): void {
    const gone = [...this.told].filter((id) => !this.counts.has(id));
    for (const id of gone) this.told.delete(id);
    if (gone.length > 0) this.wire.unsubscribe(gone);
  }
}

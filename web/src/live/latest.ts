/** The newest known state of each thing. States are absolute, so repeated or reordered ones do no
 * harm: an older version never replaces a newer one. */
export class LatestStore<
  Told extends { version: number },
  State extends { version: number } = Told,
> {
  /** Whether each change is told as it happens: a snapshot came on the connection there is. */
  following = false;
  private readonly known = new Map<string, State>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly idOf: (told: Told) => string,
    private readonly merge = (old: State | undefined, told: Told): State =>
      told.version > (old?.version ?? -1) ? (told as unknown as State) : (old as State),
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get(id: string): State | undefined {
    return this.known.get(id);
  }

  take(all: readonly Told[]): void {
    let news = false;
    for (const told of all) {
      const id = this.idOf(told);
      const old = this.known.get(id);
      const state = this.merge(old, told);
      if (state === old) continue;
      this.known.set(id, state);
      news = true;
    }
    if (news) this.tell();
  }

  /** All there is at this moment; from here on every change is told. */
  snapshot(all: readonly Told[]): void {
    this.take(all);
    this.follow(true);
  }

  /** The connection is gone: changes pass untold. */
  lost(): void {
    this.follow(false);
  }

  get states(): State[] {
    return [...this.known.values()];
  }

  /** Another visitor: nothing of the one before is known. */
  clear(): void {
    this.known.clear();
    this.tell();
  }

  private follow(now: boolean): void {
    if (now === this.following) return;
    this.following = now;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

import { useCallback, useEffect, useSyncExternalStore } from "react";
import { serverClock } from "../base/clock";
import { onOtherVisitor } from "../base/session";
import { emit, listen } from "./connection";
import { LatestStore } from "./latest";
import { WatchList } from "./watch";

/** What a noun says of what it is told live. */
interface Declaration<Told, State> {
  /** `subscribe:<watch>` asks for it, `unsubscribe:<watch>` ends it. */
  watch: string;
  /** `<event>:snapshot` brings all of it, under `list`; `<event>:update` brings one. */
  event: string;
  list: string;
  idOf: (told: Told) => string;
  /** The state after what was told; `old` itself if that is no news. Else the newer version is it. */
  merge?: (old: State | undefined, told: Told) => State;
  /** The visitor's own: it comes all together, without ids, and is forgotten with the visitor. */
  own?: boolean;
  /** One connection may watch so many. */
  most?: number;
  /** Brings these while sockets are down. */
  ask?: (ids: readonly string[]) => Promise<readonly Told[]>;
}

/** Something told live: who looks at it, and its newest known states. */
export class Channel<
  Told extends { version: number },
  State extends { version: number } = Told,
> extends LatestStore<Told, State> {
  private readonly watched: WatchList;
  private sentAt = 0;

  constructor(private readonly said: Declaration<Told, State>) {
    super(said.idOf, said.merge);
    const send = (verb: string) => (ids: string[]) =>
      emit(`${verb}:${said.watch}`, ...(said.own ? [] : [ids]));
    this.watched = new WatchList({
      subscribe: (ids) => {
        this.sentAt = serverClock.mark();
        return send("subscribe")(ids);
      },
      unsubscribe: (ids) => {
        if (this.watched.ids.length === 0) this.lost();
        return send("unsubscribe")(ids);
      },
    });
    listen(this);
    if (said.own) onOtherVisitor(() => this.clear());
  }

  get asked(): boolean {
    return this.said.ask !== undefined && this.watched.ids.length > 0;
  }

  async ask(): Promise<void> {
    this.take((await this.said.ask?.(this.watched.ids)) ?? []);
  }

  hear(event: string, data: unknown): boolean {
    const { event: own, list, ask } = this.said;
    if (event === `${own}:update`) this.take([data as Told]);
    if (event !== `${own}:snapshot`) return false;
    const snapshot = data as Record<string, readonly Told[]> & { serverTime?: string };
    if (snapshot.serverTime) serverClock.sample(snapshot.serverTime, this.sentAt);
    this.snapshot(snapshot[list] ?? []);
    return ask !== undefined;
  }

  connected(): void {
    this.watched.reconnected();
  }

  watch(ids: readonly string[]): () => void {
    return this.watched.add(ids.slice(0, this.said.most));
  }
}

type Watched = Pick<Channel<never>, "watch">;

/** Asks for these for as long as the component is on the page. */
export function useWatch(channel: Watched, ids: readonly string[]): void {
  const key = ids.join(",");
  useEffect(() => (key ? channel.watch(key.split(",")) : undefined), [channel, key]);
}

const MINE = ["mine"];

/** Asks for the visitor's own, while that makes sense. */
export function useWatchOwn(channel: Watched, wanted: boolean): void {
  useWatch(channel, wanted ? MINE : []);
}

/** The newest known state of one of them. */
export function useLatest<State extends { version: number }>(
  store: Pick<LatestStore<never, State>, "get" | "subscribe">,
  id: string | undefined,
): State | undefined {
  const read = useCallback(() => (id ? store.get(id) : undefined), [store, id]);
  return useSyncExternalStore(store.subscribe, read);
}

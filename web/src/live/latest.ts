import type { Order } from "../base/api/types";

/** The newest known state of each thing. States are absolute, so repeated or reordered ones do no
 * harm: an older version never replaces a newer one. */
export class LatestStore<State extends { version: number }> {
  /** Whether each change is told as it happens: a snapshot came on the connection there is. */
  following = false;
  private readonly known = new Map<string, State>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly idOf: (state: State) => string) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get(id: string): State | undefined {
    return this.known.get(id);
  }

  take(states: readonly State[]): void {
    const news = states.filter(
      (state) => state.version > (this.known.get(this.idOf(state))?.version ?? -1),
    );
    for (const state of news) this.known.set(this.idOf(state), state);
    if (news.length > 0) this.tell();
  }

  /** All there is at this moment; from here on every change is told. */
  snapshot(states: readonly State[]): void {
    this.take(states);
    this.follow(true);
  }

  /** The connection is gone: changes pass untold. */
  lost(): void {
    this.follow(false);
  }

  readonly isFollowing = (): boolean => this.following;

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

/** What is in a wallet of one's own, as `wallet:update` tells it. */
export interface WalletState {
  walletId: string;
  currency: string;
  balance: number;
  held: number;
  version: number;
}

/** What is left of a coupon campaign, as `campaign:update` tells it. */
export interface CampaignState {
  campaignId: string;
  remaining: number;
  version: number;
}

/** How far an order of one's own has come, as `order:update` tells it. */
export interface OrderState {
  orderId: string;
  number: string;
  status: Order["status"];
  reason: Order["reason"];
  cancelledBy: Order["cancelledBy"];
  refund: Order["refund"];
  version: number;
}

export const orderStore = new LatestStore<OrderState>((state) => state.orderId);
export const walletStore = new LatestStore<WalletState>((state) => state.walletId);
export const campaignStore = new LatestStore<CampaignState>((state) => state.campaignId);

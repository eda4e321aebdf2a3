/** The newest known state of each thing. States are absolute, so repeated or reordered ones do no
 * harm: an older version never replaces a newer one. */
export class LatestStore<State extends { version: number }> {
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

  /** Another visitor: nothing of the one before is known. */
  clear(): void {
    this.known.clear();
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** What is in a wallet of one's own, as `wallet:update` tells it. */
export interface WalletState {
  accountId: string;
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

export const walletStore = new LatestStore<WalletState>((state) => state.accountId);
export const campaignStore = new LatestStore<CampaignState>((state) => state.campaignId);

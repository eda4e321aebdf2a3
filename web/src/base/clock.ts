interface Sample {
  offset: number;
  roundTrip: number;
  takenAt: number;
}

const KEPT = 8;
const LIFETIME = 10 * 60_000;
const DRIFT = 1_500;

/**
 * The server's clock as seen from here. Each answer that carries `serverTime` is a sample; the one
 * with the shortest round trip is believed, because its error is at most half of that trip.
 * Time runs on the steady clock, so that setting the wall clock by hand moves no countdown.
 */
export class ServerClock {
  private samples: Sample[] = [];
  private drift: number;

  constructor(
    private readonly wall: () => number = Date.now,
    private readonly steady: () => number = () => performance.now(),
  ) {
    this.drift = wall() - steady();
  }

  /** The steady instant to hand back to `sample` as `sentAt`. */
  mark(): number {
    return this.steady();
  }

  sample(serverTime: string, sentAt: number): void {
    const stamp = Date.parse(serverTime);
    if (Number.isNaN(stamp)) return;
    const takenAt = this.steady();
    if (this.suspect()) {
      this.samples = [];
      this.drift = this.wall() - takenAt;
    }
    const roundTrip = Math.max(0, takenAt - sentAt);
    const offset = stamp - (sentAt + roundTrip / 2);
    this.samples.push({ offset, roundTrip, takenAt });
    this.samples = this.samples.filter((each) => takenAt - each.takenAt < LIFETIME).slice(-KEPT);
  }

  now(): number {
    let best: Sample | undefined;
    for (const each of this.samples) {
      if (!best || each.roundTrip <= best.roundTrip) best = each;
    }
    return best ? this.steady() + best.offset : this.wall();
  }

  /** After a sleep, or a wall clock set by hand, the two clocks disagree: time to measure again. */
  suspect(): boolean {
    return Math.abs(this.wall() - this.steady() - this.drift) > DRIFT;
  }
}

export const serverClock = new ServerClock();

import { describe, expect, it } from "vitest";
import { ServerClock } from "./clock";

function bench() {
  const at = { wall: 1_000_000, steady: 500 };
  const clock = new ServerClock(
    () => at.wall,
    () => at.steady,
  );
  const pass = (ms: number) => {
    at.wall += ms;
    at.steady += ms;
  };
  const iso = (ms: number) => new Date(ms).toISOString();
  return { at, clock, pass, iso };
}

describe("server clock", () => {
  it("is the wall clock until measured", () => {
    const { clock } = bench();
    expect(clock.now()).toBe(1_000_000);
  });

  it("believes the sample with the shortest trip", () => {
    const { clock, pass, iso } = bench();
    const slow = clock.mark();
    pass(2_000);
    clock.sample(iso(5_000_000), slow);
    const quick = clock.mark();
    pass(20);
    clock.sample(iso(6_000_010), quick);
    expect(clock.now()).toBe(6_000_020);
    pass(1_000);
    expect(clock.now()).toBe(6_001_020);
  });

  it("does not move when the wall clock is set by hand, but asks to be measured", () => {
    const { at, clock, pass, iso } = bench();
    const sent = clock.mark();
    pass(10);
    clock.sample(iso(9_000_000), sent);
    const before = clock.now();
    at.wall += 3_600_000;
    expect(clock.now()).toBe(before);
    expect(clock.suspect()).toBe(true);
    const again = clock.mark();
    pass(400);
    clock.sample(iso(9_100_000), again);
    expect(clock.suspect()).toBe(false);
    expect(clock.now()).toBe(9_100_200);
  });

  it("ignores a time it cannot read", () => {
    const { clock } = bench();
    clock.sample("yesterday", 0);
    expect(clock.now()).toBe(1_000_000);
  });
});

import { serverClock } from "../../base/clock";
import { CountdownRing } from "../../design/CountdownRing";
import { LiveDot } from "../../design/LiveDot";
import { SupplyBar, type SupplyFigures, SupplyKey } from "../../design/SupplyBar";
import { SupplyWords } from "../../design/SupplyWords";
import { type Exhibit, States } from "./exhibit";

const SOON = new Date(serverClock.now() + 252_000).toISOString();

const FIGURES: [string, SupplyFigures][] = [
  ["plenty", { stock: 128, held: 9, peak: 160 }],
  ["few", { stock: 3, held: 2, peak: 8 }],
  ["few, one of them yours", { stock: 3, held: 2, peak: 8, yours: 1 }],
  ["low", { stock: 3, held: 0, peak: 30, low: true }],
  ["the last one", { stock: 1, held: 0, peak: 4 }],
  ["none free, some held", { stock: 0, held: 2, peak: 5 }],
  ["sold out", { stock: 0, held: 0, peak: 5 }],
];

function Supply({ figures }: { figures: SupplyFigures }) {
  return (
    <div className="max-w-sm space-y-1.5">
      <SupplyBar {...figures} thick />
      <p>
        <SupplyWords {...figures} nextReleaseAt={SOON} full />
      </p>
    </div>
  );
}

export const supplies: Exhibit[] = [
  {
    name: "SupplyBar, SupplyWords",
    show: () => (
      <div className="space-y-5">
        <SupplyKey yours />
        <States
          of={FIGURES.map(([state, figures]) => [state, <Supply key={state} figures={figures} />])}
        />
        <States
          of={[
            [
              "stale",
              <SupplyWords key="stale" stock={3} held={2} nextReleaseAt={SOON} full dimmed />,
            ],
          ]}
        />
      </div>
    ),
  },
  {
    name: "CountdownRing",
    show: () => (
      <div className="flex flex-wrap gap-6">
        {[812, 300, 42, 0].map((seconds) => (
          <CountdownRing key={seconds} expiresAt={SOON} holdSeconds={900} frozen={seconds} />
        ))}
        {[172_800, 169_000, 4_300].map((seconds) => (
          <CountdownRing key={seconds} expiresAt={SOON} holdSeconds={200_000} frozen={seconds} />
        ))}
      </div>
    ),
  },
  {
    name: "LiveDot",
    show: () => (
      <div className="flex flex-wrap gap-6">
        <LiveDot link="live" asOf={null} />
        <LiveDot link="catching-up" asOf={null} />
        <LiveDot link="offline" asOf={Date.parse(SOON)} />
      </div>
    ),
  },
];

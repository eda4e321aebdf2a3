import { type RefObject, useId, useLayoutEffect, useRef, useState } from "react";
import { classes } from "./classes";
import { ScrollBox } from "./ScrollBox";

type Tone = "free" | "gone";

interface Bar {
  label: string;
  /** One value a series, in their order. */
  values: number[];
}

interface Props {
  title: string;
  /** The chart in a sentence, for who does not see it; the numbers stand in the table below. */
  summary: string;
  series: { name: string; tone: Tone }[];
  bars: Bar[];
}

const HEIGHT = 240;
const LEFT = 40;
const BOTTOM = 28;
const LEAST_STEP = 7;
const LABEL = 84;
const FILLS: Record<Tone, string> = { free: "fill-free", gone: "fill-gone" };

/** Bars side by side, by day. Pointing at a day tells its numbers. */
export function BarChart({ title, summary, series, bars }: Props) {
  const id = useId();
  const [pointed, setPointed] = useState<number | null>(null);
  const top = niceTop(Math.max(1, ...bars.flatMap((bar) => bar.values)));
  const box = useRef<HTMLElement>(null);
  const days = Math.max(1, bars.length);
  const width = Math.max(useWidth(box), LEFT + days * LEAST_STEP);
  const plot = HEIGHT - BOTTOM - 8;
  const step = (width - LEFT) / days;
  const bar = Math.max(2, Math.min(18, (step * 0.7) / series.length));
  const y = (value: number) => 8 + plot * (1 - value / top);
  const every = Math.ceil(LABEL / step);
  const shown = pointed === null ? undefined : bars[pointed];

  return (
    <figure>
      <figcaption className="mb-3 flex min-h-6 flex-wrap gap-x-6 gap-y-1 text-13">
        {series.map(({ name, tone }, index) => (
          <span key={name} className="tabular inline-flex items-center gap-2">
            <Swatch tone={tone} />
            {name}
            {shown && <b className="font-semibold">{shown.values[index]}</b>}
          </span>
        ))}
        {shown && <span className="ml-auto text-ink-soft">{shown.label}</span>}
      </figcaption>
      <ScrollBox ref={box} label={title} className="relative overflow-x-auto">
        <svg
          role="img"
          aria-labelledby={`${id}-title ${id}-summary`}
          width={width}
          height={HEIGHT}
          className="block max-w-none"
          onPointerLeave={() => setPointed(null)}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-summary`}>{summary}</desc>
          {[0, 0.5, 1].map((part) => (
            <g key={part}>
              <line
                x1={LEFT}
                x2={width}
                y1={y(top * part)}
                y2={y(top * part)}
                className="stroke-line"
              />
              <text
                x={LEFT - 8}
                y={y(top * part) + 4}
                textAnchor="end"
                className="tabular fill-ink-soft text-[12px]"
              >
                {top * part}
              </text>
            </g>
          ))}
          {bars.map(({ label, values }, index) => {
            const center = LEFT + step * (index + 0.5);
            return (
              <g key={label} onPointerEnter={() => setPointed(index)}>
                <rect
                  x={LEFT + step * index}
                  y={0}
                  width={step}
                  height={HEIGHT - BOTTOM}
                  className={classes(pointed === index ? "fill-sunken" : "fill-transparent")}
                />
                {values.map((value, place) => {
                  const tone = series[place]?.tone ?? "gone";
                  const x = center + (place - series.length / 2) * bar;
                  const thick = Math.max(1, bar - 1.5);
                  return (
                    <rect
                      key={series[place]?.name}
                      x={x}
                      y={y(value)}
                      width={thick}
                      height={Math.max(0, y(0) - y(value))}
                      rx={Math.min(2, thick / 2)}
                      className={FILLS[tone]}
                    />
                  );
                })}
                {(bars.length - 1 - index) % every === 0 && (
                  <text
                    x={index === bars.length - 1 ? width : center}
                    y={HEIGHT - 8}
                    textAnchor={index === bars.length - 1 ? "end" : "middle"}
                    className="fill-ink-soft text-[12px]"
                  >
                    {label}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </ScrollBox>
    </figure>
  );
}

/** How wide the box is now: the chart is drawn to its measure, so that its words keep their size.
 * What does not fit is pushed sideways; the latest days are what one sees first. */
function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    const watch = new ResizeObserver(measure);
    measure();
    watch.observe(element);
    return () => watch.disconnect();
  }, [box]);
  useLayoutEffect(() => {
    if (box.current && width > 0) box.current.scrollLeft = box.current.scrollWidth;
  }, [box, width]);
  return width;
}

function Swatch({ tone }: { tone: Tone }) {
  return (
    <svg aria-hidden="true" width="12" height="12">
      <rect width="12" height="12" rx={tone === "free" ? 6 : 2} className={FILLS[tone]} />
    </svg>
  );
}

/** The next even, round number above: 2, 4, 10, 20, 40, 100 ... */
function niceTop(most: number): number {
  const size = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 4, 10].find((each) => each * size >= most) ?? 10;
  return Math.max(2, step * size);
}

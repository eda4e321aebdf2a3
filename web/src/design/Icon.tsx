const PATHS = {
  compare:
    "M10 3v14M6.500 17h7M4 5.500h12M4 5.500l-2 5.500a2.200 2.200 0 0 0 4 0ZM16 5.500l-2 5.500a2.200 2.200 0 0 0 4 0Z",
  cart: "M3 4h2.2l1.7 9.2a1.6 1.6 0 0 0 1.6 1.3h6.6a1.6 1.6 0 0 0 1.6-1.3L18 7H5.8M9 18.2h.01M15 18.2h.01",
  search: "M9.2 15.4a6.2 6.2 0 1 0 0-12.4 6.2 6.2 0 0 0 0 12.4ZM14 14l4 4",
  close: "M5 5l10 10M15 5L5 15",
  minus: "M4.5 10h11",
  plus: "M10 4.5v11M4.5 10h11",
  check: "M4 10.5l4 4 8-9",
  menu: "M3 6h14M3 10h14M3 14h14",
  left: "M12 4.5L6.5 10l5.5 5.5",
  right: "M8 4.5L13.5 10 8 15.5",
  up: "M5 12l5-5 5 5",
  down: "M5 8l5 5 5-5",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M4.2 15.8l1.2-1.2M14.6 5.4l1.2-1.2",
  moon: "M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3Z",
  globe:
    "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM2.5 10h15M10 2.5c2 2 3 4.700 3 7.500s-1 5.500-3 7.500c-2-2-3-4.700-3-7.500s1-5.500 3-7.500Z",
  message:
    "M4 4.500h12a1.500 1.500 0 0 1 1.500 1.500v7a1.500 1.500 0 0 1-1.500 1.500H9.500L5.500 17.500v-3H4a1.500 1.500 0 0 1-1.500-1.500V6A1.500 1.500 0 0 1 4 4.500Z",
  person:
    "M10 9.800a3.300 3.300 0 1 0 0-6.600 3.300 3.300 0 0 0 0 6.600ZM3.800 16.800c.6-3.100 3.100-5 6.200-5s5.600 1.900 6.200 5",
  bell: "M5 8.500a5 5 0 0 1 10 0c0 4 1.500 5 1.500 5h-13S5 12.500 5 8.500ZM8.300 16.500a2 2 0 0 0 3.400 0",
  clock: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15ZM10 5.500V10l3 2",
  alert: "M10 3l7.500 13.500h-15L10 3ZM10 8v4M10 14.200h.01",
  download: "M10 3v9.500M6 9l4 4 4-4M4 16.500h12",
  back: "M16 10H4.500M9.500 4.500L4 10l5.500 5.500",
  undo: "M4 8h8.500a4 4 0 0 1 0 8H8M4 8l3.500-3.500M4 8l3.500 3.500",
  keys: "M2.500 5.500h15v9h-15zM5.500 8.500h.01M8.500 8.500h.01M11.500 8.500h.01M14.500 8.500h.01M6.500 11.700h7",
  picture: "M3 4.500h14v11H3zM3 13l4-4 3.500 3.500L13 10l4 4M12.500 7.500h.01",
  heart:
    "M10 16.800S3 12.600 3 7.800A3.800 3.800 0 0 1 10 5.800a3.800 3.800 0 0 1 7 2c0 4.800-7 9-7 9Z",
  more: "M4.500 10h.01M10 10h.01M15.500 10h.01",
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: what an icon means is always also said in words. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

import type { MeasureAsked, MeasureBody } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";

export type MeasureUnit = MeasureBody["unit"];

/** How much one holds, as typed; `per`: for how much of it the price is said, `100 g`. */
export interface MeasureForm {
  amount: string;
  unit: MeasureUnit;
  per: string;
}

/** What prices are said for, by the unit that things are measured in; the first is the usual one. */
const PER: Record<MeasureUnit, readonly string[]> = {
  mg: ["1 g", "100 mg"],
  g: ["1 kg", "100 g"],
  kg: ["1 kg", "100 g"],
  ml: ["1 l", "100 ml"],
  cl: ["1 l", "100 ml"],
  l: ["1 l", "100 ml"],
  m3: ["1 m3", "1 l"],
  mm: ["1 m", "1 cm"],
  cm: ["1 m", "1 cm"],
  m: ["1 m", "1 cm"],
  cm2: ["1 m2", "100 cm2"],
  m2: ["1 m2", "100 cm2"],
  item: ["1 item", "100 item"],
};
export const UNITS = Object.keys(PER) as MeasureUnit[];
export const NO_MEASURE: MeasureForm = { amount: "", unit: "g", per: "1 kg" };
/** Amounts have so many decimals at most. */
const DECIMALS = 3;
const MOST = 1_000_000;

export const usualPer = (unit: MeasureUnit): string => PER[unit][0] ?? `1 ${unit}`;

/** What can be chosen; what an import brought stays. */
export function persOf({ unit, per }: MeasureForm): string[] {
  return PER[unit].includes(per) ? [...PER[unit]] : [...PER[unit], per];
}

export function partsOf(per: string): [number, MeasureUnit] {
  const [count, unit] = per.split(" ");
  return [Number(count), unit as MeasureUnit];
}

export function measureForm(of: MeasureBody | null): MeasureForm {
  if (!of) return NO_MEASURE;
  return { amount: String(of.amount), unit: of.unit, per: `${of.per} ${of.perUnit}` };
}

/** As the server takes it; undefined: none is typed, null: what is typed is no amount. */
export function measureAsked({ amount, unit, per }: MeasureForm): MeasureAsked | null | undefined {
  if (!amount.trim()) return undefined;
  const thousandths = parseAmount(amount, DECIMALS);
  if (!thousandths || thousandths > MOST * 10 ** DECIMALS) return null;
  const [count, perUnit] = partsOf(per);
  return { amount: thousandths / 10 ** DECIMALS, unit, per: count, perUnit };
}

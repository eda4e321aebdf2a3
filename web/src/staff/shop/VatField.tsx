import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";

/** YooKassa's codes with their rates; the first has none. */
const RATES: Record<string, string> = {
  1: "",
  2: "0%",
  3: "10%",
  4: "20%",
  5: "10/110",
  6: "20/120",
  7: "5%",
  8: "7%",
  9: "5/105",
  10: "7/107",
  11: "22%",
  12: "22/122",
};

interface VatProps {
  name?: string;
  label: string;
  hint?: string;
  value: number | null;
  onVat: (vat: number | null) => void;
  error?: string | null;
}

/** A code of VAT, chosen by its rate. */
export function VatField({ value, onVat, ...field }: VatProps) {
  const { t } = useLanguage();
  return (
    <Select
      {...field}
      none={t("receipts.choose")}
      items={Object.keys(RATES)}
      nameOf={(code) => RATES[code] || t("receipts.noVat")}
      value={value === null ? undefined : String(value)}
      onChoose={(code) => onVat(code === undefined ? null : Number(code))}
    />
  );
}

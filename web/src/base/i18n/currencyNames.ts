/** Of currencies that browsers may not name: those of funds, and those that came after the browser. */
const NAMES: Record<string, Record<string, string>> = {
  en: {
    CLF: "Chilean Unit of Account (UF)",
    SLE: "Sierra Leonean Leone",
    UYI: "Uruguayan Peso (Indexed Units)",
    UYW: "Uruguayan Nominal Wage Index Unit",
    VED: "Venezuelan Digital Bolívar",
    XCG: "Caribbean Guilder",
    ZWG: "Zimbabwean Gold",
  },
  ru: {
    CLF: "Условная расчётная единица Чили",
    SLE: "Леоне Сьерра-Леоне",
    UYI: "Уругвайский песо (индекс инфляции)",
    UYW: "Уругвайская единица индекса зарплат",
    VED: "Венесуэльский цифровой боливар",
    XCG: "Карибский гульден",
    ZWG: "Зимбабвийский золотой",
  },
  ko: {
    CLF: "칠레 계산 단위 (UF)",
    SLE: "시에라리온 리온",
    UYI: "우루과이 페소 (UI)",
    UYW: "우루과이 명목 임금 지수 단위",
    VED: "베네수엘라 디지털 볼리바르",
    XCG: "카리브 길더",
    ZWG: "짐바브웨 골드",
  },
};

/** What the browser calls it, or we do; its code, where nobody has a name for it. */
export function currencyName(currency: string, named: Intl.DisplayNames, locale: string): string {
  const name = named.of(currency) ?? currency;
  return name === currency ? (NAMES[locale]?.[currency] ?? currency) : name;
}

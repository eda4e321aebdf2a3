import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import type { Faults, ServiceForm } from "./serviceForm";

/** What each part of the form is given: what stands in it, how to change it, what is wrong. */
export interface PartProps {
  form: ServiceForm;
  change: (next: Partial<ServiceForm>) => void;
  /** What is wrong with a field, by the name that the server has for it. */
  errorOf: (field: string) => string | null;
}

/** By what was found here, or else by what the server said of it. */
export function useErrors(faults: Faults, error: unknown): PartProps["errorOf"] {
  const { t } = useLanguage();
  const said = error ? (asProblem(error).body.errors ?? []) : [];
  return (field) => {
    const fault = faults[field];
    if (fault) return t(`services.fault.${fault}`);
    return said.find((one) => one.field === field)?.detail ?? null;
  };
}

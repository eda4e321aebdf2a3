import type { PackageForm } from "./packageForm";

/** What each part of the form is given: what stands in it, how to change it, what is wrong. */
export interface PartProps {
  form: PackageForm;
  change: (next: Partial<PackageForm>) => void;
  /** What is wrong with a field, by the name that the server has for it. */
  errorOf: (field: string) => string | null;
}

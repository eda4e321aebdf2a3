import { ProductPicker } from "../desk/ProductPicker";

interface Props {
  /** Empty: none is chosen yet. */
  id: string;
  error?: string;
  onChange: (id: string) => void;
}

/** The product that a row is of. */
export function OneProduct({ id, error, onChange }: Props) {
  return (
    <ProductPicker
      chosen={id ? [id] : []}
      most={1}
      error={error}
      otherwise={(one) => one.slice(-6)}
      onChange={([one]) => onChange(one ?? "")}
    />
  );
}

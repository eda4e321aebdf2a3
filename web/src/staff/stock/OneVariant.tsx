import { useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { ChangeStock } from "./ChangeStock";
import { CodesDialog } from "./CodesDialog";
import { FileDialog } from "./FileDialog";
import { PartsDialog } from "./PartsDialog";

interface Props {
  variant: StaffVariant;
  /** In the form of its product: what would change the product's revision is done elsewhere. */
  inForm?: boolean;
  onClose: () => void;
}

/** The stock of one variant, and what leads on from it: what it is made of, its codes, its file. */
export function OneVariant({ inForm, ...props }: Props) {
  const { deliveredAs } = props.variant;
  const [at, go] = useState<"stock" | "parts" | "codes" | "file">(
    deliveredAs === "codes" ? "codes" : "stock",
  );
  if (at === "parts") return <PartsDialog {...props} />;
  if (at === "codes") return <CodesDialog {...props} />;
  if (at === "file") return <FileDialog {...props} />;
  return (
    <ChangeStock
      {...props}
      elsewhere={inForm && deliveredAs === "parcel"}
      onParts={inForm ? undefined : () => go("parts")}
      onCodes={inForm ? undefined : () => go("codes")}
      onFile={inForm && deliveredAs !== "file" ? undefined : () => go("file")}
    />
  );
}

import { useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { CountDialog } from "../../rooms/selling/CountDialog";
import { ChangeStock } from "./ChangeStock";
import { CodesDialog } from "./CodesDialog";
import { FileDialog } from "./FileDialog";
import { NotSent } from "./NotSent";
import { PartsDialog } from "./PartsDialog";
import { PreorderDialog } from "./PreorderDialog";
import { PreorderLead } from "./PreorderLead";
import { ofSeller, STAFF } from "./places";
import { Threshold } from "./Threshold";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant;
  /** Who works for this seller, of their own; else staff. */
  seller?: string | null;
  /** In the form of its product: what would change the product's revision staff do elsewhere. */
  inForm?: boolean;
  onClose: () => void;
}

/** The stock of one variant, and what leads on from it: what is announced of it, what it is made of,
 * its codes, its file. What is made of others has no stock to change. */
export function OneVariant({ inForm, seller = null, ...props }: Props) {
  const { t } = useLanguage();
  const { variant, onClose } = props;
  const { deliveredAs, madeOfOthers } = variant;
  const [at, go] = useState<"stock" | "parts" | "codes" | "file" | "preorder" | "threshold">(
    deliveredAs === "codes" ? "codes" : madeOfOthers ? "parts" : "stock",
  );
  const place = seller === null ? STAFF : ofSeller(seller);
  if (at === "parts") return <PartsDialog {...props} />;
  if (at === "codes") return <CodesDialog place={place} {...props} />;
  if (at === "file") return <FileDialog place={place} {...props} />;
  if (at === "preorder") return <PreorderDialog place={place} {...props} />;
  if (at === "threshold") return <Threshold place={place} {...props} />;
  const onPreorder = deliveredAs === "parcel" ? () => go("preorder") : undefined;
  const leads = { onCodes: () => go("codes"), onFile: () => go("file") };
  if (seller !== null)
    return (
      <CountDialog
        sellerId={seller}
        variantId={variant.variantId}
        name={nameOf(variant)}
        onHand={variant.onHand}
        endless={deliveredAs === "file"}
        beside={
          <>
            <Button kind="plain" size="s" onClick={() => go("threshold")}>
              {t("staff.lowLead")}
            </Button>
            <PreorderLead onPreorder={onPreorder} />
            <NotSent isFile={deliveredAs === "file"} {...leads} />
          </>
        }
        onClose={onClose}
      />
    );
  return (
    <ChangeStock
      {...props}
      elsewhere={inForm && deliveredAs === "parcel"}
      onPreorder={onPreorder}
      onParts={inForm ? undefined : () => go("parts")}
      onCodes={inForm ? undefined : leads.onCodes}
      onFile={inForm && deliveredAs !== "file" ? undefined : leads.onFile}
    />
  );
}

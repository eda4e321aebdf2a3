import { type ComponentProps, useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { Listing } from "../../design/Listing";
import { ChangeStock } from "./ChangeStock";
import { CodesDialog } from "./CodesDialog";
import { FileDialog } from "./FileDialog";
import { PartsDialog } from "./PartsDialog";
import { Threshold } from "./Threshold";
import { VariantTable } from "./VariantTable";

interface Props extends Omit<ComponentProps<typeof Listing>, "children"> {
  rows: StaffVariant[];
  located?: boolean;
}

/** Variants, and what is done with one of them. */
export function VariantList({ rows, located, ...list }: Props) {
  const [changing, setChanging] = useState<StaffVariant | null>(null);
  const [composing, setComposing] = useState<StaffVariant | null>(null);
  const [coded, setCoded] = useState<StaffVariant | null>(null);
  const [filed, setFiled] = useState<StaffVariant | null>(null);
  const [limiting, setLimiting] = useState<StaffVariant | null>(null);
  return (
    <>
      <Listing {...list}>
        <VariantTable
          rows={rows}
          located={located}
          loading={list.query.isPending}
          onChange={(one) => (one.deliveredAs === "codes" ? setCoded(one) : setChanging(one))}
          onThreshold={setLimiting}
        />
      </Listing>
      {changing && (
        <ChangeStock
          variant={changing}
          onParts={() => {
            setComposing(changing);
            setChanging(null);
          }}
          onCodes={() => {
            setCoded(changing);
            setChanging(null);
          }}
          onFile={() => {
            setFiled(changing);
            setChanging(null);
          }}
          onClose={() => setChanging(null)}
        />
      )}
      {filed && <FileDialog variant={filed} onClose={() => setFiled(null)} />}
      {composing && <PartsDialog variant={composing} onClose={() => setComposing(null)} />}
      {coded && <CodesDialog variant={coded} onClose={() => setCoded(null)} />}
      {limiting && <Threshold variant={limiting} onClose={() => setLimiting(null)} />}
    </>
  );
}

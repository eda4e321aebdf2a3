import { type ComponentProps, useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { Listing } from "../../design/Listing";
import { ChangeStock } from "./ChangeStock";
import { Threshold } from "./Threshold";
import { VariantTable } from "./VariantTable";

interface Props extends Omit<ComponentProps<typeof Listing>, "children"> {
  rows: StaffVariant[];
}

/** Variants, and what is done with one of them. */
export function VariantList({ rows, ...list }: Props) {
  const [changing, setChanging] = useState<StaffVariant | null>(null);
  const [limiting, setLimiting] = useState<StaffVariant | null>(null);
  return (
    <>
      <Listing {...list}>
        <VariantTable
          rows={rows}
          loading={list.query.isPending}
          onChange={setChanging}
          onThreshold={setLimiting}
        />
      </Listing>
      {changing && <ChangeStock variant={changing} onClose={() => setChanging(null)} />}
      {limiting && <Threshold variant={limiting} onClose={() => setLimiting(null)} />}
    </>
  );
}

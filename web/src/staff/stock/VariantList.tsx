import { type ComponentProps, useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { Listing } from "../../design/Listing";
import { OneVariant } from "./OneVariant";
import { Threshold } from "./Threshold";
import { VariantTable } from "./VariantTable";

interface Props extends Omit<ComponentProps<typeof Listing>, "children"> {
  rows: StaffVariant[];
  located?: boolean;
}

/** Variants, and what is done with one of them. */
export function VariantList({ rows, located, ...list }: Props) {
  const [changing, setChanging] = useState<StaffVariant | null>(null);
  const [limiting, setLimiting] = useState<StaffVariant | null>(null);
  return (
    <>
      <Listing {...list}>
        <VariantTable
          rows={rows}
          located={located}
          loading={list.query.isPending}
          onChange={setChanging}
          onThreshold={setLimiting}
        />
      </Listing>
      {changing && <OneVariant variant={changing} onClose={() => setChanging(null)} />}
      {limiting && <Threshold variant={limiting} onClose={() => setLimiting(null)} />}
    </>
  );
}

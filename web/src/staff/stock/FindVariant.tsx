import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { SearchBox } from "../../design/Field";
import { variantsQuery } from "./queries";
import { nameOf } from "./VariantTable";

interface Props {
  label: string;
  not: string[];
  onAdd: (variant: StaffVariant) => void;
}

const SHOWN = 5;

/** The first few that are called so, each to be added. */
export function FindVariant({ label, not, onAdd }: Props) {
  const { locale } = useLanguage();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed).trim();
  const query = useInfiniteQuery({ ...variantsQuery({ q }, locale), enabled: q !== "" });
  const found = query.data?.pages.flatMap((page) => page.variants) ?? [];
  const shown = q === "" ? [] : found.filter((one) => !not.includes(one.variantId));
  return (
    <div className="space-y-2">
      <SearchBox
        dense
        label={label}
        value={typed}
        maxLength={200}
        onChange={({ target }) => setTyped(target.value)}
      />
      <ul className="space-y-1">
        {shown.slice(0, SHOWN).map((one) => (
          <li key={one.variantId}>
            <Button
              kind="plain"
              size="s"
              icon="plus"
              onClick={() => {
                onAdd(one);
                setTyped("");
              }}
            >
              {nameOf(one)}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

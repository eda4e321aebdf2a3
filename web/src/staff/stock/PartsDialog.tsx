import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { Field, SearchBox } from "../../design/Field";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { ActDialog } from "../desk/ActDialog";
import { keepParts, type PartLine, partsQuery, unitsOf } from "./parts";
import { variantsQuery } from "./queries";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant;
  onClose: () => void;
}

const SHOWN = 5;

/** What one of a variant takes of others: its stock is what they allow. */
export function PartsDialog({ variant, onClose }: Props) {
  const { t } = useLanguage();
  const known = useQuery(partsQuery(variant.variantId));
  const [changed, setChanged] = useState<PartLine[]>();
  const lines =
    changed ?? (known.data?.parts ?? []).map((one) => ({ ...one, units: String(one.units) }));
  const put = (id: string, units: string) =>
    setChanged(lines.map((one) => (one.variantId === id ? { ...one, units } : one)));
  const sound = lines.length > 0 && lines.every((one) => unitsOf(one.units) !== null);
  return (
    <ActDialog
      title={t("parts.title")}
      text={t("parts.text", { name: nameOf(variant) })}
      sound={sound}
      send={() => keepParts(variant.variantId, lines)}
      told={() => t("parts.kept", { name: nameOf(variant) })}
      onClose={onClose}
    >
      {(tried) => (
        <Loaded query={known} loading={<Skeleton className="h-24 w-full" />}>
          {() => (
            <>
              {lines.map((one) => (
                <div key={one.variantId} className="flex items-start gap-2">
                  <Field
                    className="grow"
                    inputMode="numeric"
                    label={nameOf(one)}
                    value={one.units}
                    maxLength={7}
                    onChange={({ target }) => put(one.variantId, target.value)}
                    error={tried && unitsOf(one.units) === null ? t("parts.unitsBad") : null}
                    hint={t("parts.units")}
                  />
                  <Button
                    kind="plain"
                    size="s"
                    className="mt-7"
                    aria-label={t("parts.removeOf", { name: nameOf(one) })}
                    onClick={() =>
                      setChanged(lines.filter(({ variantId }) => variantId !== one.variantId))
                    }
                  >
                    {t("parts.remove")}
                  </Button>
                </div>
              ))}
              {tried && lines.length === 0 && <p className="text-danger">{t("parts.none")}</p>}
              <FindPart
                not={[variant.variantId, ...lines.map(({ variantId }) => variantId)]}
                onAdd={(one) => setChanged([...lines, one])}
              />
            </>
          )}
        </Loaded>
      )}
    </ActDialog>
  );
}

interface FindProps {
  not: string[];
  onAdd: (line: PartLine) => void;
}

function FindPart({ not, onAdd }: FindProps) {
  const { t, locale } = useLanguage();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed).trim();
  const query = useInfiniteQuery({ ...variantsQuery({ q }, locale), enabled: q !== "" });
  const found = query.data?.pages.flatMap((page) => page.variants) ?? [];
  const shown = q === "" ? [] : found.filter((one) => !not.includes(one.variantId));
  return (
    <div className="space-y-2">
      <SearchBox
        dense
        label={t("parts.find")}
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
                onAdd({ ...one, units: "1" });
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

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { ActDialog } from "../desk/ActDialog";
import { FindVariant } from "./FindVariant";
import { keepParts, type PartLine, partsQuery, unitsOf } from "./parts";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant;
  onClose: () => void;
}

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
              <FindVariant
                label={t("parts.find")}
                not={[variant.variantId, ...lines.map(({ variantId }) => variantId)]}
                onAdd={(one) => setChanged([...lines, { ...one, units: "1" }])}
              />
            </>
          )}
        </Loaded>
      )}
    </ActDialog>
  );
}

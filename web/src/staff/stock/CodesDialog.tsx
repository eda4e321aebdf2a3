import { useQuery } from "@tanstack/react-query";
import { type ChangeEvent, useState } from "react";
import type { CodesNow, StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { TextArea } from "../../design/Field";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { ActDialog } from "../desk/ActDialog";
import { CodeRows, MoveCode } from "./CodeRows";
import { bringCodes, codesQuery, deliverAs, linesOf } from "./codes";
import type { Place } from "./places";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant;
  place: Place;
  onClose: () => void;
}

const MOST = 5_000;
const COUNTS = ["free", "held", "given", "seen", "void"] as const;

/** A variant of which each unit is a code: codes are brought, and what became of them is seen. */
export function CodesDialog(props: Props) {
  const { variant, place, onClose } = props;
  const known = useQuery(codesQuery(place, variant.variantId));
  const [moving, setMoving] = useState<{ id: string; step: "withdraw" | "restore" }>();
  if (moving)
    return (
      <MoveCode variant={variant} place={place} {...moving} onClose={() => setMoving(undefined)} />
    );
  if (known.data?.deliveredAs === "parcel") return <Choose {...props} />;
  return <Bring {...props} known={known} onMove={setMoving} onClose={onClose} />;
}

function Choose({ variant, place, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <ActDialog
      title={t("keys.title")}
      text={t("keys.chooseText", { name: nameOf(variant) })}
      act={t("keys.choose")}
      send={() => deliverAs(place, variant.variantId, "codes")}
      onClose={onClose}
    />
  );
}

interface BringProps extends Props {
  known: ReturnType<typeof useQuery<CodesNow>>;
  onMove: (move: { id: string; step: "withdraw" | "restore" }) => void;
}

function Bring({ variant, place, known, onMove, onClose }: BringProps) {
  const { t, formats } = useLanguage();
  const [text, setText] = useState("");
  const codes = linesOf(text);
  const sound = codes.length > 0 && codes.length <= MOST;
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (file) setText(await file.text());
  };
  const wrong =
    codes.length > MOST ? t("keys.tooMany", { most: formats.number(MOST) }) : t("keys.none");
  return (
    <ActDialog
      title={t("keys.title")}
      text={nameOf(variant)}
      act={t("keys.bring")}
      sound={sound}
      send={(key) => bringCodes(place, variant.variantId, codes, key)}
      told={() => t("keys.brought", { count: codes.length })}
      onClose={onClose}
    >
      {(tried) => (
        <Loaded query={known} loading={<Skeleton className="h-40 w-full" />}>
          {(now) => (
            <>
              <dl className="tabular flex flex-wrap gap-x-6 gap-y-2" data-testid="code-counts">
                {COUNTS.map((one) => (
                  <div key={one}>
                    <dt className="text-13 text-ink-soft">{t(`keys.count.${one}`)}</dt>
                    <dd className="text-18 font-semibold">{formats.number(now.counts[one])}</dd>
                  </div>
                ))}
              </dl>
              <TextArea
                data-first
                label={t("keys.lines")}
                rows={6}
                autoComplete="off"
                spellCheck={false}
                value={text}
                onChange={({ target }) => setText(target.value)}
                error={tried && !sound ? wrong : null}
                hint={
                  codes.length > 0 ? t("keys.read", { count: codes.length }) : t("keys.linesHint")
                }
              />
              <label className="block text-13 text-ink-soft">
                {t("keys.file")}
                <input
                  type="file"
                  accept=".txt,.csv,text/plain,text/csv"
                  className="mt-1 block w-full text-13"
                  onChange={(event) => void read(event)}
                />
              </label>
              <CodeRows variant={variant} place={place} codes={now.codes} onMove={onMove} />
            </>
          )}
        </Loaded>
      )}
    </ActDialog>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FileNow, StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { Work, WorkFields } from "../../design/Work";
import { ActDialog } from "../desk/ActDialog";
import { deliverAs } from "./codes";
import { bringFile, fileQuery, MOST_BYTES } from "./file";
import type { Place } from "./places";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant;
  place: Place;
  onClose: () => void;
}

const COUNTS = ["given", "fetched", "downloads"] as const;

/** A variant that is delivered as a file: it is brought and replaced, and how often it was
 * downloaded is seen. */
export function FileDialog(props: Props) {
  const known = useQuery(fileQuery(props.place, props.variant.variantId));
  const delivered = known.data?.deliveredAs ?? props.variant.deliveredAs;
  return delivered === "file" ? (
    <Work writes="POST /api/staff/variants/{variant_id}/file">
      <Bring {...props} known={known} />
    </Work>
  ) : (
    <Work writes="PUT /api/staff/variants/{variant_id}/delivery">
      <Choose {...props} />
    </Work>
  );
}

function Choose({ variant, place, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <ActDialog
      title={t("file.title")}
      text={t("file.chooseText", { name: nameOf(variant) })}
      act={t("file.choose")}
      send={() => deliverAs(place, variant.variantId, "file")}
      told={() => t("file.chosen")}
      onClose={onClose}
    />
  );
}

interface BringProps extends Props {
  known: ReturnType<typeof useQuery<FileNow>>;
}

function Bring({ variant, place, known, onClose }: BringProps) {
  const { t, formats } = useLanguage();
  const [file, setFile] = useState<File>();
  const large = (file?.size ?? 0) > MOST_BYTES;
  const size = formats.megabytes(MOST_BYTES / 2 ** 20);
  return (
    <ActDialog
      title={t("file.title")}
      text={t("file.text", { name: nameOf(variant) })}
      act={t("file.upload")}
      sound={file !== undefined && !large}
      send={async (key) => file && bringFile(place, variant.variantId, file, key)}
      told={() => t("file.kept")}
      onClose={onClose}
    >
      {(tried) => (
        <Loaded query={known} loading={<Skeleton className="h-24 w-full" />}>
          {(now) => (
            <>
              <p data-testid="file-now">
                {now.file
                  ? t("file.now", {
                      name: now.file.name,
                      size: formats.megabytes(now.file.bytes / 2 ** 20),
                      time: formats.moment(now.file.broughtAt),
                    })
                  : t("file.none")}
              </p>
              <dl className="tabular flex flex-wrap gap-x-6 gap-y-2">
                {COUNTS.map((one) => (
                  <div key={one}>
                    <dt className="text-13 text-ink-soft">{t(`file.count.${one}`)}</dt>
                    <dd className="text-18 font-semibold">{formats.number(now[one])}</dd>
                  </div>
                ))}
              </dl>
              <WorkFields>
                <label className="block text-13 text-ink-soft">
                  {t("file.pick", { size })}
                  <input
                    data-first
                    type="file"
                    className="mt-1 block w-full text-13 file:mr-3 file:min-h-9 file:rounded-m file:border file:border-line-strong file:bg-raised file:px-3 file:font-medium"
                    onChange={({ target }) => setFile(target.files?.[0])}
                  />
                </label>
              </WorkFields>
              {tried && (large || !file) && (
                <p role="alert" className="text-13 text-danger">
                  {t(large ? "file.tooLarge" : "file.missing")}
                </p>
              )}
            </>
          )}
        </Loaded>
      )}
    </ActDialog>
  );
}

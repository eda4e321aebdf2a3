import { useState } from "react";
import type { SavedViewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import type { Raw } from "../../base/search";
import { Check, Field, Select } from "../../design/Field";
import { ActDialog } from "./ActDialog";
import { type ListName, saveView } from "./views";

interface Props {
  list: ListName;
  views: readonly SavedViewBody[];
  search: Raw;
  onClose: () => void;
}

/** The filters as they are now: under a new name, or in place of another view's. */
export function SaveView({ list, views, search, onClose }: Props) {
  const { t } = useLanguage();
  const own = views.filter((view) => view.own);
  const [over, setOver] = useState<string>();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const place = own.find((view) => view.id === over);
  const said = place?.name ?? name.trim();
  return (
    <ActDialog
      title={t("views.save")}
      sound={said !== ""}
      send={() =>
        saveView(list, {
          ...(place ? { id: place.id } : {}),
          name: said,
          search,
          shared: place?.shared ?? shared,
        })
      }
      told={() => t("views.saved", { name: said })}
      onClose={onClose}
    >
      {(tried) => (
        <>
          {own.length > 0 && (
            <Select
              label={t("views.as")}
              value={over}
              none={t("views.new")}
              items={own.map(({ id }) => id)}
              nameOf={(id) => own.find((view) => view.id === id)?.name ?? ""}
              onChoose={setOver}
            />
          )}
          {!place && (
            <>
              <Field
                data-first
                label={t("views.name")}
                value={name}
                maxLength={60}
                autoComplete="off"
                error={tried && said === "" ? t("views.nameMissing") : null}
                onChange={(event) => setName(event.target.value)}
              />
              <Check
                label={t("views.share")}
                checked={shared}
                onChange={(event) => setShared(event.target.checked)}
              />
            </>
          )}
        </>
      )}
    </ActDialog>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { SavedViewBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { IconButton } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Check, Field } from "../../design/Field";
import { type ListName, orderViews, removeView, saveView, type ViewForm } from "./views";

interface Props {
  list: ListName;
  views: readonly SavedViewBody[];
  onClose: () => void;
}

type Step = { save: ViewForm } | { remove: string } | { order: string[] };

/** One's own views of a list: their names, order, who sees them; each change is saved at once. */
export function EditViews({ list, views, onClose }: Props) {
  const { t } = useLanguage();
  const box = useRef<HTMLUListElement>(null);
  const doing = useMutation({
    mutationFn: (step: Step) => {
      if ("save" in step) return saveView(list, step.save);
      if ("remove" in step) return removeView(list, step.remove);
      return orderViews(list, step.order);
    },
  });
  const own = views.filter((view) => view.own);
  const others = views.length - own.length;
  const swap = (from: number, to: number) => {
    const ids = own.map(({ id }) => id);
    const moved = ids.splice(from, 1);
    ids.splice(to, 0, ...moved);
    doing.mutate({ order: ids });
  };
  const remove = (id: string) => {
    doing.mutate({ remove: id });
    box.current?.querySelector<HTMLElement>("input")?.focus();
  };
  return (
    <Dialog open onClose={onClose} title={t("views.edit")}>
      <div className="space-y-4">
        {doing.isError && <Refusal error={doing.error} reader="staff" />}
        <ul ref={box} className="space-y-4">
          {own.map((view, place) => (
            <Row
              key={view.id}
              view={view}
              first={place === 0}
              last={place === own.length - 1}
              onSave={(save) => doing.mutate({ save })}
              onMove={(by) => swap(place, place + by)}
              onRemove={() => remove(view.id)}
            />
          ))}
        </ul>
        {own.length === 0 && <p className="text-ink-soft">{t("views.noneOwn")}</p>}
        {others > 0 && (
          <p className="text-13 text-ink-soft">{t("views.others", { count: others })}</p>
        )}
      </div>
    </Dialog>
  );
}

interface RowProps {
  view: SavedViewBody;
  first: boolean;
  last: boolean;
  onSave: (view: ViewForm) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

function Row({ view, first, last, onSave, onMove, onRemove }: RowProps) {
  const { t } = useLanguage();
  const [name, setName] = useState(view.name);
  const keep = () => {
    const said = name.trim();
    if (said === "") setName(view.name);
    else if (said !== view.name) onSave({ ...view, name: said });
  };
  return (
    <li className="space-y-1">
      <div className="flex items-end gap-1">
        <Field
          dense
          className="min-w-0 grow"
          label={t("views.name")}
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === "Enter" && keep()}
        />
        <IconButton
          looks
          icon="up"
          label={t("views.up", { name: view.name })}
          disabled={first}
          onClick={() => onMove(-1)}
        />
        <IconButton
          looks
          icon="down"
          label={t("views.down", { name: view.name })}
          disabled={last}
          onClick={() => onMove(1)}
        />
        <IconButton
          looks
          icon="close"
          label={t("form.removeNamed", { name: view.name })}
          onClick={onRemove}
        />
      </div>
      <Check
        label={t("views.share")}
        checked={view.shared}
        onChange={(event) => onSave({ ...view, shared: event.target.checked })}
      />
    </li>
  );
}

import { type KeyboardEvent, useEffect, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { Icon } from "../../design/Icon";
import { useWorks, WorkFields } from "../../design/Work";
import { BannerFields } from "./BannerFields";
import { CollectionFields } from "./CollectionFields";
import { type FieldsProps, titleOf } from "./form";
import { TextFields } from "./TextFields";

interface Props extends Omit<FieldsProps, "at"> {
  /** Just added: open to be filled in. */
  fresh: boolean;
  place: number;
  last: number;
  onMove: (to: number) => void;
  onRemove: () => void;
  onDrag: () => void;
  onDrop: () => void;
}

const FIELDS = { banner: BannerFields, collection: CollectionFields, text: TextFields };

/** One block: opened by its name, dragged by its head, moved by its buttons or by Alt and an arrow
 * key. */
export function BlockItem(props: Props) {
  const { draft, locale, fresh, place, last, told } = props;
  const { onChange, onMove, onRemove, onDrag, onDrop } = props;
  const { t } = useLanguage();
  const [over, setOver] = useState(false);
  const [open, setOpen] = useState(fresh);
  const at = `blocks[${place}]`;
  const faulty = Object.keys(told).some((field) => field.startsWith(`${at}.`));
  useEffect(() => {
    if (faulty) setOpen(true);
  }, [faulty]);
  const source = draft.kind === "collection" ? t(`front.source.${draft.source}`) : "";
  const name = [t(`front.kind.${draft.kind}`), titleOf(draft, locale) || source]
    .filter(Boolean)
    .join(": ");
  const Fields = FIELDS[draft.kind];
  const works = useWorks();
  const press = (event: KeyboardEvent) => {
    if (!works) return;
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || step === 0) return;
    event.preventDefault();
    onMove(place + step);
  };
  return (
    <li
      data-kind={draft.kind}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop();
      }}
      className={classes("rounded-l border border-line bg-raised", over && "ring-2 ring-accent")}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is beside the keys, not instead */}
      <div
        draggable={works}
        onDragStart={onDrag}
        className="flex flex-wrap items-center gap-x-2 px-4 py-2 sm:px-5"
      >
        <span data-grip="" className="cursor-grab text-ink-soft">
          <Icon name="menu" size={16} />
        </span>
        <h2 className="min-w-0 grow">
          <button
            type="button"
            data-name
            onKeyDown={press}
            onClick={() => setOpen(!open)}
            aria-expanded={open}
            aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
            className="min-h-9 max-w-full text-left font-semibold wrap-anywhere"
          >
            {place + 1}. {name}
          </button>
        </h2>
        <span className="flex">
          <IconButton
            size="s"
            icon="up"
            label={t("front.up", { name })}
            disabled={place === 0}
            onClick={() => onMove(place - 1)}
          />
          <IconButton
            size="s"
            icon="down"
            label={t("front.down", { name })}
            disabled={place === last}
            onClick={() => onMove(place + 1)}
          />
          <IconButton
            size="s"
            icon="close"
            label={t("form.removeNamed", { name })}
            onClick={onRemove}
          />
        </span>
      </div>
      {open && (
        <WorkFields className="space-y-4 border-t border-line p-4 sm:p-5">
          <Fields draft={draft} locale={locale} at={at} told={told} onChange={onChange} />
        </WorkFields>
      )}
    </li>
  );
}

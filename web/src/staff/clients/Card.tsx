import { Link } from "@tanstack/react-router";
import type { RequestShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { IconButton } from "../../design/Button";
import { classes } from "../../design/classes";
import { Menu, MenuItem, MenuLine } from "../../design/Menu";
import { Moment } from "../../design/Moment";
import { useWorks } from "../../design/Work";
import { STAGES, type Stage } from "./queries";

interface Props {
  card: RequestShown;
  faint: boolean;
  onDrag: (card: RequestShown | null) => void;
  onKey: (card: RequestShown, key: string) => void;
  onStage: (stage: Stage) => void;
  onAway: () => void;
}

/** One request: dragged by the mouse, moved by Alt and the arrows, or by its menu on a phone. */
export function Card({ card, faint, onDrag, onKey, onStage, onAway }: Props) {
  const { t, formats } = useLanguage();
  const works = useWorks();
  return (
    // biome-ignore lint/a11y/useSemanticElements: it holds a link and a menu, which no button may
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys while it has the focus
      tabIndex={0}
      aria-label={card.title}
      data-card={card.id}
      draggable={works}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", card.id);
        onDrag(card);
      }}
      onDragEnd={() => onDrag(null)}
      onKeyDown={(event) => {
        if (!event.altKey || !event.key.startsWith("Arrow")) return;
        event.preventDefault();
        onKey(card, event.key);
      }}
      className={classes(
        "cursor-grab space-y-1 rounded-m border border-line bg-raised p-3",
        faint && "opacity-50",
      )}
    >
      <div className="flex items-start gap-1">
        <p className="min-w-0 grow font-medium wrap-anywhere">{card.title}</p>
        <Menu
          trigger={
            <IconButton icon="more" size="s" label={t("requests.menu", { title: card.title })} />
          }
        >
          {STAGES.filter((stage) => stage !== card.stage).map((stage) => (
            <MenuItem key={stage} onSelect={() => onStage(stage)}>
              {t("requests.to", { stage: t(`requests.stage.${stage}`) })}
            </MenuItem>
          ))}
          <MenuLine />
          <MenuItem onSelect={onAway}>{t("requests.away")}</MenuItem>
        </Menu>
      </div>
      {card.note && <p className="line-clamp-3 text-13 text-ink-soft wrap-anywhere">{card.note}</p>}
      <p className="flex flex-wrap items-center justify-between gap-x-3 text-13">
        <Link
          to="/staff/clients/$clientId"
          params={{ clientId: card.clientId }}
          draggable={false}
          className="inline-flex min-h-6 items-center text-accent wrap-anywhere hover:underline"
        >
          {card.client || t("clients.nameless")}
        </Link>
        {card.wantedOn ? (
          <span className="tabular text-ink-soft">{formats.dayOfUtc(card.wantedOn)}</span>
        ) : (
          <Moment at={card.movedAt} className="tabular text-ink-soft" />
        )}
      </p>
    </div>
  );
}

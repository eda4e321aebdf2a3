import type { ReactNode } from "react";
import type { BoardCard } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Notice } from "../../design/Notice";
import { SessionAnswers } from "../booking/QuestionsDialog";
import { useDays } from "./days";
import { TONES } from "./looks";

interface Props {
  card: BoardCard;
  /** Moving it, where that may be. */
  onMove?: () => void;
  onClose: () => void;
  /** Where its client's answers are read, by whom they are for. */
  answersAt?: string;
  actions?: ReactNode;
  /** What else there is of it. */
  children?: ReactNode;
}

/** A booking: what, when, who, and what may be done. */
export function CardDialog({ card, answersAt, onMove, onClose, actions, children }: Props) {
  const { t, formats } = useLanguage();
  const days = useDays();
  const lines: [string, string][] = [
    [t("board.client"), card.client ?? t("word.guest")],
    [t("board.takes"), card.takes.map(({ name }) => name).join(", ")],
    ...(card.near ? [[t("board.near"), card.near] as [string, string]] : []),
    [t("board.people"), String(card.people)],
    ...(card.added.length > 0
      ? [[t("board.added"), card.added.join(", ")] as [string, string]]
      : []),
    [t("board.price"), formats.price(card.price, card.currency)],
    ...(card.due > 0
      ? [[t("board.due"), formats.price(card.due, card.currency)] as [string, string]]
      : []),
    [t("board.number"), card.number],
  ];
  return (
    <Dialog
      open
      onClose={onClose}
      title={card.serviceName}
      text={
        <span className="tabular">
          {days.long(card.begins)}, {card.begins.slice(11)}–{card.ends.slice(11)}
        </span>
      }
    >
      <div className="space-y-4">
        <Badge tone={TONES[card.status]}>{t(`booking.status.${card.status}`)}</Badge>
        {card.conflicts.map((one) => (
          <Notice
            key={`${one.resourceId} ${one.kind}`}
            silent
            tone="danger"
            title={t(`board.conflict.${one.kind}`, {
              name: card.takes.find(({ resourceId }) => resourceId === one.resourceId)?.name ?? "",
              note: one.note,
              shows: (one.shows ?? "").replace("T", " ").slice(0, 16),
            })}
          />
        ))}
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {lines.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-soft">{name}</dt>
              <dd className="tabular wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
        {card.note && <p className="rounded-m bg-sunken p-3 wrap-anywhere">{card.note}</p>}
        {answersAt && <SessionAnswers path={answersAt} />}
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          {actions}
          {card.canMove && onMove && (
            <Button kind="primary" data-first onClick={onMove}>
              {t("board.move")}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

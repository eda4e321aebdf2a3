import { useState } from "react";
import type { BoardAnswer, BoardCard } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { useRoleWord } from "../../design/called";
import { Dialog } from "../../design/Dialog";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { OverBlock } from "../booking/OverBlock";
import { Instead } from "./Instead";
import { useMoveBooking } from "./moving";
import { canServe, lengthsOf } from "./rules";

interface Props {
  board: BoardAnswer;
  card: BoardCard;
  path: string;
  /** Others may take its roles, too. */
  others: boolean;
  onMoved: () => Promise<unknown>;
  onClose: () => void;
}

const minutesOf = ({ start, end }: BoardCard) => (Date.parse(end) - Date.parse(start)) / 60_000;

/** What dragging does, without a mouse: another time, length, or others who serve it. */
export function MoveDialog({ board, card, path, others, onMoved, onClose }: Props) {
  const { t, formats } = useLanguage();
  const role = useRoleWord();
  const [day, setDay] = useState(card.local.slice(0, 10));
  const [time, setTime] = useState(card.local.slice(11, 16));
  const [length, setLength] = useState(minutesOf(card));
  const [chosen, setChosen] = useState(card.takes.map(({ resourceId }) => resourceId));
  const move = useMoveBooking(path, {
    onDone: async () => {
      await onMoved();
      toast({ title: t("board.moved", { number: card.number }) });
      onClose();
    },
  });
  const go = (over?: string) =>
    move.mutate({
      card,
      start: `${day}T${time}`,
      length: length === minutesOf(card) ? undefined : length,
      resources: others ? chosen : undefined,
      over,
    });
  const lengths = [...new Set([minutesOf(card), ...lengthsOf(board, card)])].sort(
    (one, other) => one - other,
  );
  const name = (id: string) =>
    board.resources.find((one) => one.id === id)?.name ??
    card.takes.find(({ resourceId }) => resourceId === id)?.name ??
    "";
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("board.moveTitle", { service: card.serviceName })}
      text={t("board.moveText", { zone: formats.zoneName(card.zone) })}
    >
      <Form
        reader="staff"
        sending={move}
        onChange={move.another}
        onSubmit={() => go()}
        end={
          <div className="flex flex-wrap justify-end gap-2 pt-2">
            <Button onClick={onClose}>{t("board.stay")}</Button>
            <Button kind="primary" type="submit" busy={move.isPending}>
              {t("board.move")}
            </Button>
          </div>
        }
      >
        {() => (
          <>
            <div className="grid grid-cols-2 gap-3">
              <Field
                data-first
                type="date"
                required
                label={t("board.day")}
                value={day}
                onChange={({ target }) => setDay(target.value)}
              />
              <Field
                type="time"
                required
                label={t("board.start")}
                value={time}
                onChange={({ target }) => target.value && setTime(target.value)}
              />
            </div>
            {lengths.length > 1 && (
              <Select
                label={t("board.length")}
                value={String(length)}
                items={lengths.map(String)}
                nameOf={(one) => formats.length(Number(one))}
                onChoose={(one) => one && setLength(Number(one))}
              />
            )}
            {others &&
              card.takes.map((taking, place) => {
                const able = board.resources
                  .filter((one) => canServe(board, card, taking.role, one))
                  .map(({ id }) => id);
                const items = [...new Set([taking.resourceId, ...able])];
                return (
                  items.length > 1 && (
                    <Select
                      key={taking.role}
                      label={t("board.by", { role: role(taking.role) })}
                      value={chosen[place]}
                      items={items}
                      nameOf={name}
                      onChoose={(id) => id && setChosen(chosen.with(place, id))}
                    />
                  )
                );
              })}
            {move.isError && <OverBlock error={move.error} busy={move.isPending} onOver={go} />}
            <Instead
              error={move.error}
              onChoose={({ local }) => {
                move.another();
                setDay(local.slice(0, 10));
                setTime(local.slice(11, 16));
              }}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}

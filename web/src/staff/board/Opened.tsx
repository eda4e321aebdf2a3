import type { BoardAnswer, BoardBlock, BoardGap, BoardResource } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { questionsPath } from "../../rooms/booking/QuestionsDialog";
import { BlockDialog, LiftDialog } from "../../rooms/studio/BlockDialog";
import { CardDialog } from "../../rooms/studio/CardDialog";
import { dayAfter, localBy } from "../../rooms/studio/days";
import { MoveDialog } from "../../rooms/studio/MoveDialog";

/** What of the board is looked at. */
export type Open =
  | { type: "card" | "move"; id: string }
  | { type: "block"; block: BoardBlock; name: string }
  | { type: "place"; resource: BoardResource; start: number; end: number; gap?: BoardGap };

interface Props {
  board: BoardAnswer;
  open: Open;
  onOpen: (open: Open | undefined) => void;
  again: () => Promise<unknown>;
}

/** The dialog of what was chosen. */
export function Opened({ board, open, onOpen, again }: Props) {
  const { t } = useLanguage();
  const close = () => onOpen(undefined);
  if (open.type === "block")
    return <LiftDialog block={open.block} name={open.name} onDone={again} onClose={close} />;
  if (open.type === "place")
    return (
      <BlockDialog
        resource={open.resource}
        clock={board.clocks[open.resource.zone] ?? []}
        start={open.start}
        end={open.end}
        onDone={again}
        onClose={close}
        offers={open.gap && <Offers board={board} gap={open.gap} resource={open.resource} />}
      />
    );
  const card = board.bookings.find(({ id }) => id === open.id);
  if (!card) return null;
  if (open.type === "move")
    return (
      <MoveDialog
        board={board}
        card={card}
        path="/bookings"
        others
        onMoved={again}
        onClose={close}
      />
    );
  return (
    <CardDialog
      card={card}
      answersAt={questionsPath(card.id)}
      onClose={close}
      onMove={() => onOpen({ type: "move", id: card.id })}
      actions={
        <>
          <ButtonLink to="/staff/orders/$orderId" params={{ orderId: card.orderId }}>
            {t("board.order")}
          </ButtonLink>
          <ButtonLink
            needs="POST /api/studio/bookings/hold"
            to="/staff/bookings"
            // By the reader's clock it may begin the day before.
            search={{ q: card.number, from: dayAfter(card.begins.slice(0, 10), -1) }}
          >
            {t("board.atDesk")}
          </ButtonLink>
        </>
      }
    />
  );
}

interface OffersProps {
  board: BoardAnswer;
  gap: BoardGap;
  resource: BoardResource;
}

/** What could be booked in a gap. */
function Offers({ board, gap, resource }: OffersProps) {
  const { t } = useLanguage();
  const who = resource.kind === "photographer" ? resource.id : undefined;
  const day = localBy(board.clocks[resource.zone] ?? [], Date.parse(gap.start)).slice(0, 10);
  return (
    <div className="space-y-2">
      <p className="text-13 font-medium text-ink-soft">{t("board.offers")}</p>
      <ul className="flex flex-wrap gap-2">
        {gap.fits.map((place) => {
          const service = board.services[place];
          return (
            service && (
              <li key={service.id}>
                <ButtonLink
                  needs="POST /api/studio/bookings/hold"
                  size="s"
                  to="/staff/book"
                  search={{ service: service.id, day, who }}
                >
                  {service.name}
                </ButtonLink>
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

import type { BoardAnswer, BoardDayShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Title } from "../../design/Heading";
import { hoursOn, reaches, useDays } from "../../rooms/studio/days";
import { rowsOf } from "../../rooms/studio/rows";

/** What is printed: each resource's day, in order of time. A room has what is booked of all its
 * studio as well. */
export function DaySheet({ board, on }: { board: BoardAnswer; on: BoardDayShown }) {
  const { t, formats } = useLanguage();
  const days = useDays();
  const cards = board.bookings.filter((one) => reaches(on, one));
  const blocks = board.blocks.filter((one) => reaches(on, one));
  const busy = rowsOf(board)
    .map(({ resource, wholes: some }) => {
      const wholes = new Set(some.map(({ card }) => card.id));
      return {
        ...resource,
        wholes,
        booked: cards.filter(
          ({ id, takes }) =>
            wholes.has(id) || takes.some(({ resourceId }) => resourceId === resource.id),
        ),
        blocked: blocks.filter(({ resourceId }) => resourceId === resource.id),
      };
    })
    .filter(({ booked, blocked }) => booked.length + blocked.length > 0);
  return (
    <section className="day-sheet tabular space-y-4">
      <Title>
        {days.long(on.day)}{" "}
        <span className="text-15 font-normal">({formats.zoneName(board.zone)})</span>
      </Title>
      {busy.length === 0 && <p>{t("board.none")}</p>}
      {busy.map(({ id, name, wholes, booked, blocked }) => (
        <div key={id} className="break-inside-avoid">
          <h2 className="border-b border-ink text-15">{name}</h2>
          <table className="w-full text-13">
            <tbody>
              {booked.map((card) => (
                <tr key={card.id} className="border-b border-line align-top">
                  <td className="w-28 py-1">{hoursOn(on, card).join("–")}</td>
                  <td className="py-1">
                    {wholes.has(card.id) && `${t("board.whole")} `}
                    {card.serviceName}, {card.client ?? t("word.guest")}
                    {card.note && `: ${card.note}`}
                  </td>
                  <td className="py-1 text-right">
                    {t(`booking.status.${card.status}`)}, {card.number}
                  </td>
                </tr>
              ))}
              {blocked.map((block) => (
                <tr key={block.id} className="border-b border-line align-top">
                  <td className="py-1">{hoursOn(on, block).join("–")}</td>
                  <td className="py-1">{block.note || t("board.isBlocked")}</td>
                  <td />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerQuery } from "../../base/api/queries";
import type { ClientsAnswer, StaffBooking } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";
import { Button } from "../../design/Button";
import { SearchBox } from "../../design/Field";
import { ParticipantsDialog } from "../../rooms/booking/Participants";

const OFFERED = 5;

/** The same as its client has, and the studio's clients are chosen from. */
export function WhoComes({ booking, onClose }: { booking: StaffBooking; onClose: () => void }) {
  return (
    <ParticipantsDialog
      bookingId={booking.id}
      number={booking.number}
      reader="staff"
      onClose={onClose}
    >
      {(add, busy) => <FindClient busy={busy} onAdd={(clientId) => add({ clientId })} />}
    </ParticipantsDialog>
  );
}

function FindClient({ busy, onAdd }: { busy: boolean; onAdd: (clientId: string) => void }) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim());
  const query = useQuery({
    ...answerQuery<ClientsAnswer>(["staff", "clients", "picking", q], "/staff/clients", {
      q,
      limit: OFFERED,
    }),
    enabled: q !== "",
  });
  const found = q === "" ? [] : (query.data?.clients ?? []);
  return (
    <div className="space-y-2">
      <SearchBox
        dense
        label={t("participants.findClient")}
        value={typed}
        maxLength={100}
        onChange={({ target }) => setTyped(target.value)}
      />
      <ul className="space-y-1">
        {found.map((one) => (
          <li key={one.id}>
            <Button
              kind="plain"
              size="s"
              icon="plus"
              disabled={busy}
              onClick={() => {
                onAdd(one.id);
                setTyped("");
              }}
            >
              {[one.name, one.email].filter(Boolean).join(" · ") || one.phone}
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-13 text-ink-soft">
        {q !== "" && query.isSuccess && found.length === 0 && t("participants.noClient")}
      </p>
    </div>
  );
}

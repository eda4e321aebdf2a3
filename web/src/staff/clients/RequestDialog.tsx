import { useState } from "react";
import type { ClientShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Field, TextArea } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { makeRequest } from "./queries";

/** What a client asks for, put on the board. */
export function RequestDialog({ client, onClose }: { client: ClientShown; onClose: () => void }) {
  const { t } = useLanguage();
  const [title, setTitle] = useState("");
  const [note, setNote] = useState("");
  const [day, setDay] = useState("");
  const asked = {
    clientId: client.id,
    title: title.trim(),
    note: note.trim(),
    wantedOn: day || null,
  };
  return (
    <ActDialog
      title={t("requests.new")}
      text={client.name || client.email}
      sound={title.trim() !== ""}
      send={(key) => makeRequest(key, asked)}
      told={() => t("requests.made")}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Field
            data-first
            label={t("requests.what")}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.target.value)}
            error={tried && !title.trim() ? t("clients.nothing") : null}
          />
          <TextArea
            label={t("staff.column.note")}
            rows={3}
            value={note}
            maxLength={4000}
            onChange={(event) => setNote(event.target.value)}
          />
          <Field
            label={t("requests.wantedOn")}
            type="date"
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </>
      )}
    </ActDialog>
  );
}

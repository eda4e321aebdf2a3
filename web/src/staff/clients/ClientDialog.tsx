import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { ClientShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check, Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { makeClient, saveClient } from "./queries";

const SAYING = ["name", "email", "phone", "tags"] as const;

interface Props {
  /** Without one, a client is written down. */
  client?: ClientShown;
  onClose: () => void;
}

/** A client is written down, or changed as it was read when that began. */
export function ClientDialog({ client: now, onClose }: Props) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [client] = useState(now);
  const [name, setName] = useState(client?.ownName ?? "");
  const [email, setEmail] = useState(client?.ownEmail ?? "");
  const [phone, setPhone] = useState(client?.phone ?? "");
  const [tags, setTags] = useState(client?.tags.join(", ") ?? "");
  const [consent, setConsent] = useState(client?.consent ?? false);
  const known = client?.accounts.length ? (client.name ?? "") : "";
  const empty = !client && !name.trim() && !email.trim() && !phone.trim();
  const asked = {
    name: name.trim(),
    email: email.trim(),
    phone: phone.trim(),
    tags: [...new Set(tags.split(",").map((tag) => tag.trim()))].filter(Boolean),
    consent,
  };
  return (
    <ActDialog
      title={client ? t("clients.edit") : t("clients.new")}
      sound={!empty}
      send={(key) =>
        client ? saveClient(client.id, asked, client.revision) : makeClient(key, asked)
      }
      onDone={(answer) =>
        client ??
        void navigate({ to: "/staff/clients/$clientId", params: { clientId: answer.client.id } })
      }
      onClose={onClose}
      saying={SAYING}
    >
      {(tried, said) => (
        <>
          <Field
            data-first
            label={t("clients.name")}
            value={name}
            maxLength={200}
            placeholder={known}
            onChange={(event) => setName(event.target.value)}
            error={tried && empty ? t("clients.nothing") : said("name")}
          />
          <Field
            label={t("clients.email")}
            type="email"
            value={email}
            maxLength={200}
            placeholder={client?.ownEmail ? "" : client?.email}
            error={said("email")}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Field
            label={t("clients.phone")}
            type="tel"
            value={phone}
            maxLength={40}
            error={said("phone")}
            onChange={(event) => setPhone(event.target.value)}
          />
          <Field
            label={t("clients.tags")}
            hint={t("clients.tagsHint")}
            value={tags}
            maxLength={800}
            error={said("tags")}
            onChange={(event) => setTags(event.target.value)}
          />
          <Check
            label={t("clients.consent")}
            checked={consent}
            onChange={(event) => setConsent(event.target.checked)}
          />
        </>
      )}
    </ActDialog>
  );
}

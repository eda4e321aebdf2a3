import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { insist, remove } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { ParticipantShown, ParticipantsAnswer } from "../../base/api/schema";
import { ifStill } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { useCopy } from "../../design/copy";
import { Dialog } from "../../design/Dialog";
import { Failure, Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { SkeletonText } from "../../design/Skeleton";

interface Props {
  bookingId: string;
  number: string;
  reader?: "staff";
  onClose: () => void;
  /** More ways to add somebody. */
  children?: (add: (asked: Asked) => void, busy: boolean) => ReactNode;
}

export type Asked = { name?: string; email: string } | { clientId: string };

const keyOf = (bookingId: string) => ["bookings", bookingId, "participants"];

/** Who takes part beside who booked, each with their link; people are added and taken off. */
export function ParticipantsDialog({ bookingId, number, reader, onClose, children }: Props) {
  const { t } = useLanguage();
  const path = `/bookings/${bookingId}/participants`;
  const query = useQuery({
    ...answerQuery<ParticipantsAnswer>(keyOf(bookingId), path),
    staleTime: 0,
  });
  const onSettled = () => renew(keyOf(bookingId));
  const add = useIntent((key, asked: Asked) => insist<ParticipantShown>(path, asked, key), {
    onSettled,
  });
  const end = useIntent((_, id: string) => remove(`${path}/${id}`), { onSettled });
  const people = query.data?.participants ?? [];
  const full = people.length >= (query.data?.most ?? 1);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("participants.of", { number })}
      text={t("participants.text")}
    >
      <div className="space-y-5">
        {query.isError && !query.data ? (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        ) : !query.data ? (
          <SkeletonText lines={2} />
        ) : people.length === 0 ? (
          <p className="text-ink-soft">{t("participants.none")}</p>
        ) : (
          <ul className="divide-y divide-line rounded-l border border-line">
            {people.map((one) => (
              <Line
                key={one.id}
                one={one}
                busy={end.isPending && end.variables === one.id}
                onRemove={() => end.mutate(one.id)}
              />
            ))}
          </ul>
        )}
        {end.isError && <Refusal reader={reader} error={end.error} />}
        {full && query.data ? (
          <p className="text-13 text-ink-soft">{t("participants.full")}</p>
        ) : (
          <>
            <ByMail adding={add} reader={reader} />
            {children?.((asked) => add.mutate(asked), add.isPending)}
          </>
        )}
        <div className="flex justify-end">
          <Button looks onClick={onClose}>
            {t("form.done")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

interface LineProps {
  one: ParticipantShown;
  busy: boolean;
  onRemove: () => void;
}

function Line({ one, busy, onRemove }: LineProps) {
  const { t } = useLanguage();
  const copy = useCopy();
  const name = one.name || t("participants.unnamed");
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <span className="min-w-0 grow basis-40">
        <span className="block font-medium wrap-anywhere">{name}</span>
        <span className="text-13 text-ink-soft wrap-anywhere">
          {[one.email !== one.name && one.email, one.hasAccount && t("participants.account")]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      {one.link && (
        <Button
          looks
          size="s"
          kind="plain"
          onClick={() => void copy(one.link ?? "", t("participants.copied"))}
        >
          {t("form.copyLink")}
        </Button>
      )}
      <Button
        size="s"
        aria-label={t("participants.removeNamed", { name })}
        busy={busy}
        onClick={onRemove}
      >
        {t("participants.remove")}
      </Button>
    </li>
  );
}

interface Adding {
  adding: {
    mutate: (asked: Asked, then?: { onSuccess: () => void }) => void;
    isPending: boolean;
    isSuccess: boolean;
    isError: boolean;
    error: unknown;
  };
  reader?: "staff";
}

function ByMail({ adding, reader }: Adding) {
  const { t } = useLanguage();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const typed = email.trim();
  const sound = /^\S+@\S+$/.test(typed);
  const clear = () => {
    setName(ifStill(name, ""));
    setEmail(ifStill(email, ""));
  };
  return (
    <Form
      adds
      sending={adding}
      reader={reader}
      onSubmit={() =>
        sound &&
        adding.mutate({ name: name.trim() || undefined, email: typed }, { onSuccess: clear })
      }
      end={
        <Button kind="primary" type="submit" busy={adding.isPending}>
          {t("form.add")}
        </Button>
      }
    >
      {(tried) => (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label={t("participants.name")}
            value={name}
            maxLength={100}
            autoComplete="off"
            onChange={({ target }) => setName(target.value)}
          />
          <Field
            label={t("participants.email")}
            type="email"
            value={email}
            maxLength={254}
            autoComplete="off"
            error={tried && !sound ? t("participants.emailWrong") : undefined}
            onChange={({ target }) => setEmail(target.value)}
          />
        </div>
      )}
    </Form>
  );
}

import { useState } from "react";
import type { ClientAnswer } from "../../base/api/schema";
import { ifStill } from "../../base/edits";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button, IconButton } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { removeNote, writeNote, writeTask } from "./queries";
import { TaskList } from "./TaskList";

/** What staff wrote down, the newest first. */
export function Notes({ seen }: { seen: ClientAnswer }) {
  const { t } = useLanguage();
  const { id } = seen.client;
  const [text, setText] = useState("");
  const writing = useIntent((key, sent: string) => writeNote(key, id, sent.trim()), {
    onSuccess: (_, sent) => setText(ifStill(sent, "")),
  });
  const removing = useIntent((_, note: string) => removeNote(id, note));
  return (
    <Panel title={t("clients.notes")}>
      <Form
        adds
        reader="staff"
        sending={writing}
        unsaved={text.trim() !== ""}
        onChange={writing.another}
        onSubmit={() => text.trim() && writing.mutate(text)}
        end={
          <Button size="s" type="submit" busy={writing.isPending}>
            {t("clients.noteAdd")}
          </Button>
        }
      >
        {(tried) => (
          <TextArea
            label={t("staff.column.note")}
            rows={3}
            value={text}
            maxLength={4000}
            onChange={(event) => setText(event.target.value)}
            error={tried && !text.trim() ? t("clients.nothing") : null}
          />
        )}
      </Form>
      {removing.isError && <Refusal reader="staff" error={removing.error} />}
      <ul className="mt-4 space-y-4">
        {seen.notes.map((note) => (
          <li key={note.id} className="flex gap-2">
            <div className="min-w-0 grow">
              <p className="whitespace-pre-line wrap-anywhere">{note.text}</p>
              <p className="text-13 text-ink-soft">
                {note.by && `${note.by} · `}
                <Moment at={note.at} />
              </p>
            </div>
            <IconButton
              icon="close"
              size="s"
              label={t("clients.noteRemove")}
              onClick={() => removing.mutate(note.id)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface Task {
  title: string;
  due: string;
}

/** What is to be done for the client, by when. */
export function Tasks({ seen }: { seen: ClientAnswer }) {
  const { t } = useLanguage();
  const { id } = seen.client;
  const [title, setTitle] = useState("");
  const [due, setDue] = useState("");
  const writing = useIntent((key, sent: Task) => writeTask(key, id, sent.title.trim(), sent.due), {
    onSuccess: (_, sent) => {
      setTitle(ifStill(sent.title, ""));
      setDue(ifStill(sent.due, ""));
    },
  });
  const sound = title.trim() !== "" && due !== "";
  return (
    <Panel title={t("clients.tasks")}>
      <Form
        adds
        reader="staff"
        sending={writing}
        unsaved={title.trim() !== ""}
        onChange={writing.another}
        onSubmit={() => sound && writing.mutate({ title, due })}
        end={
          <Button size="s" type="submit" busy={writing.isPending}>
            {t("clients.taskAdd")}
          </Button>
        }
      >
        {(tried) => (
          <div className="flex flex-wrap gap-3">
            <Field
              label={t("clients.task")}
              value={title}
              maxLength={200}
              onChange={(event) => setTitle(event.target.value)}
              error={tried && !title.trim() ? t("clients.nothing") : null}
              className="grow basis-48"
            />
            <Field
              label={t("clients.dueOn")}
              type="date"
              value={due}
              onChange={(event) => setDue(event.target.value)}
              error={tried && !due ? t("clients.nothing") : null}
              className="w-full sm:w-44"
            />
          </div>
        )}
      </Form>
      {seen.tasks.length > 0 && (
        <div className="mt-4">
          <TaskList tasks={seen.tasks} />
        </div>
      )}
    </Panel>
  );
}

/** Canned replies: one's own, and for administrators everybody's. */
import { useRef, useState } from "preact/hooks";
import {
  canned_url,
  type CannedReply,
  messagesOf,
  type Scope,
  scopes,
  set_messages_max,
  variables,
} from "../canned/canned.ts";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { call } from "../session.ts";
import { useDesk } from "../state/desk.ts";
import { remove, save } from "./api.ts";
import { FileField, fileChange, keptFile } from "./canned_file.tsx";
import { type Option, SelectField, TextArea, TextField } from "./fields.tsx";
import { DeleteDialog, Form } from "./form.tsx";
import { at, item, type Lens } from "./lens.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { words } from "./texts.ts";

const fresh: CannedReply = {
  reply: "",
  name: "",
  text: "",
  more: [],
  scope: "personal",
  queue: null,
};

export function CannedPage() {
  const desk = useDesk();
  const loaded = useLoaded(() =>
    call("GET", canned_url, null, (value) => (value as { canned: readonly CannedReply[] }).canned),
  );
  const work = useWork<CannedReply>(desk.parts.toasts, loaded.reload);
  const is_admin = desk.me.value?.role === "admin";
  const doing = work.doing.value;
  return (
    <>
      <Table
        heading={t("settings.canned")}
        lead={words("canned.lead")}
        add={words("canned.add")}
        fresh={fresh}
        loaded={loaded}
        work={work}
        id={(reply) => reply.reply}
        name={(reply) => reply.name}
        editable={(reply) => is_admin || reply.scope === "personal"}
        empty={<Empty />}
        columns={[
          { heading: words("common.name"), cell: (reply) => <strong>{reply.name}</strong> },
          {
            heading: words("canned.text"),
            cell: (reply) => <Messages reply={reply} />,
          },
          {
            heading: words("canned.scope"),
            cell: ({ scope, queue }) =>
              queue === null ? words(`canned.scope_${scope}`) : desk.queueName(queue),
          },
        ]}
      />
      {doing?.kind === "edit" ? (
        <ReplyForm
          reply={doing.row}
          scopes={is_admin ? scopes : ["personal"]}
          onSaved={work.saved}
          onClose={work.close}
        />
      ) : null}
      {doing?.kind === "delete" ? (
        <DeleteDialog
          heading={words("canned.delete", { name: doing.row.name })}
          text={words("canned.delete_text")}
          remove={() => remove(canned_url, doing.row.reply)}
          onDeleted={work.deleted}
          onClose={work.close}
        />
      ) : null}
    </>
  );
}

function Messages({ reply }: { readonly reply: CannedReply }) {
  const count = reply.more.length + 1;
  return (
    <>
      {count === 1 ? null : <small class="muted">{words("canned.set_of", { n: count })}</small>}
      <span class="table-text">{messagesOf(reply).join(" / ")}</span>
      {reply.file ? (
        <span class="canned-file">
          <Icon name="clip" />
          {reply.file.name}
        </span>
      ) : null}
    </>
  );
}

function Empty() {
  return (
    <div class="empty">
      <Icon name="note" />
      <p>{words("canned.empty")}</p>
      <small>{words("canned.empty_hint")}</small>
    </div>
  );
}

interface ReplyFormProps {
  readonly reply: CannedReply;
  readonly scopes: readonly Scope[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function ReplyForm({ reply, scopes: allowed, onSaved, onClose }: ReplyFormProps) {
  const desk = useDesk();
  const { reply: id, file = null, ...initial } = reply;
  const [files] = useState(() => keptFile(file));
  const queues: readonly Option<string>[] = [...desk.queues.value.values()].map((queue) => ({
    value: queue.queue,
    text: queue.name,
  }));
  return (
    <Form
      heading={words(id === "" ? "canned.add" : "canned.edit")}
      initial={initial}
      save={async (value) => {
        const change = fileChange(file, files.list.peek());
        return change.ok ? save(canned_url, id, { ...value, ...change.value }) : change;
      }}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(lens) => {
        const queue = at(lens, "queue");
        const choose = (scope: Scope): void => {
          const first = queues[0]?.value ?? null;
          const of = scope === "queue" ? (lens.value.queue ?? first) : null;
          lens.set({ ...lens.value, scope, queue: of });
        };
        return (
          <>
            <TextField lens={at(lens, "name")} label={words("common.name")} />
            <TextWithVariables
              lens={at(lens, "text")}
              label={
                lens.value.more.length === 0
                  ? words("canned.text")
                  : words("canned.message", { n: 1 })
              }
            />
            <MoreMessages lens={at(lens, "more")} />
            <FileField files={files} />
            {allowed.length === 1 ? null : (
              <SelectField
                lens={{ ...at(lens, "scope"), set: choose }}
                label={words("canned.scope")}
                options={allowed.map((value) => ({ value, text: words(`canned.scope_${value}`) }))}
              />
            )}
            {lens.value.scope !== "queue" ? null : (
              <SelectField
                lens={{ ...queue, value: queue.value ?? "", set: queue.set }}
                label={words("canned.queue")}
                options={queues}
              />
            )}
          </>
        );
      }}
    </Form>
  );
}

/** What follows the first message of a set. */
function MoreMessages({ lens }: { readonly lens: Lens<readonly string[]> }) {
  const more = lens.value;
  return (
    <div class="set-editor">
      {more.map((_, index) => (
        <div key={index} class="set-message">
          <TextWithVariables
            lens={item(lens, index)}
            label={words("canned.message", { n: index + 2 })}
          />
          <button
            type="button"
            class="text-button bad"
            onClick={() => lens.set(more.filter((_text, other) => other !== index))}
          >
            {words("canned.remove_message", { n: index + 2 })}
          </button>
        </div>
      ))}
      <button
        type="button"
        class="button"
        disabled={more.length + 1 >= set_messages_max}
        onClick={() => lens.set([...more, ""])}
      >
        {words("canned.add_message")}
      </button>
      <small class="muted">{words("canned.set_hint")}</small>
    </div>
  );
}

interface TextWithVariablesProps {
  readonly lens: Lens<string>;
  readonly label: string;
}

/** The text, and buttons that put a variable where the caret is. */
function TextWithVariables({ lens, label }: TextWithVariablesProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string): void => {
    const element = box.current;
    if (element === null) return;
    element.setRangeText(`{{${name}}}`, element.selectionStart, element.selectionEnd, "end");
    lens.set(element.value);
    element.focus();
  };
  return (
    <>
      <TextArea
        lens={lens}
        label={label}
        box={box}
        hint={words("canned.variables_hint")}
      />
      <div class="variables" role="group" aria-label={words("canned.variables")}>
        <span aria-hidden="true">{words("canned.variables")}</span>
        {variables.map((name) => (
          <button key={name} type="button" class="tag" onClick={() => insert(name)}>
            {name}
          </button>
        ))}
      </div>
    </>
  );
}

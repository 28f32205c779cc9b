/** Agents: who may sign in, what they may do, which queues they serve. */
import { t } from "../i18n/text.ts";
import type { Outcome } from "../session.ts";
import { useDesk } from "../state/desk.ts";
import {
  type Agent,
  agents_url,
  list,
  type Membership,
  type Queue,
  queues_url,
  remove,
  roles,
  save,
} from "./api.ts";
import { NumberField, SelectField, SwitchField, TextField, WrittenField } from "./fields.tsx";
import { DeleteDialog, Form } from "./form.tsx";
import { at, item, type Lens } from "./lens.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { words } from "./texts.ts";
import { readWords } from "./written.ts";

const fresh: Agent = {
  agent: "",
  name: "",
  login: "",
  role: "agent",
  capacity: 5,
  disabled: false,
  queues: [],
  skills: [],
};

export function AgentsPage() {
  const desk = useDesk();
  const loaded = useLoaded(() => list<Agent>(agents_url, "agents"));
  const queues = useLoaded(() => list<Queue>(queues_url, "queues"));
  const work = useWork<Agent>(desk.parts.toasts, loaded.reload);
  const known = queues.rows.value ?? [];
  const nameOf = (id: string): string => known.find(({ queue }) => queue === id)?.name ?? "";
  const doing = work.doing.value;
  return (
    <>
      <Table
        heading={t("settings.agents")}
        lead={words("agents.lead")}
        add={words("agents.add")}
        fresh={{ ...fresh, queues: known.map(({ queue }) => ({ queue, tier: 0, capacity: 0 })) }}
        loaded={loaded}
        work={work}
        id={(agent) => agent.agent}
        name={(agent) => agent.name}
        columns={[
          {
            heading: words("common.name"),
            cell: (agent) => (
              <>
                <strong>{agent.name}</strong> <small class="muted">{agent.login}</small>
              </>
            ),
          },
          { heading: words("agents.role"), cell: ({ role }) => words(`agents.role_${role}`) },
          {
            heading: words("agents.queues"),
            cell: (agent) =>
              agent.queues.map(({ queue }) => nameOf(queue)).join(", ") || words("common.none"),
          },
          { heading: words("agents.capacity"), cell: ({ capacity }) => capacity },
          {
            heading: words("agents.state"),
            cell: ({ disabled }) => (
              <span class={disabled ? "muted" : ""}>
                {words(disabled ? "agents.disabled" : "agents.enabled")}
              </span>
            ),
          },
        ]}
      />
      {doing?.kind === "edit" ? (
        <AgentForm agent={doing.row} queues={known} onSaved={work.saved} onClose={work.close} />
      ) : null}
      {doing?.kind === "delete" ? (
        <DeleteDialog
          heading={words("agents.delete", { name: doing.row.name })}
          text={words("agents.delete_text")}
          remove={() => remove(agents_url, doing.row.agent)}
          onDeleted={work.deleted}
          onClose={work.close}
        />
      ) : null}
    </>
  );
}

interface AgentFormProps {
  readonly agent: Agent;
  readonly queues: readonly Queue[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

type Draft = Omit<Agent, "agent"> & { readonly password: string };

function saveDraft(id: string, { password, ...rest }: Draft): Promise<Outcome<null>> {
  // An empty field keeps the password; a new agent without one is told so by the server.
  return save(agents_url, id, password === "" ? rest : { ...rest, password });
}

function AgentForm({ agent, queues, onSaved, onClose }: AgentFormProps) {
  const { agent: id, ...rest } = agent;
  const is_new = id === "";
  return (
    <Form<Draft>
      wide
      heading={words(is_new ? "agents.add" : "agents.edit")}
      initial={{ ...rest, password: "" }}
      save={(draft) => saveDraft(id, draft)}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(lens) => (
        <>
          <div class="group-fields">
            <TextField lens={at(lens, "name")} label={words("common.name")} />
            <TextField lens={at(lens, "login")} label={words("agents.login")} />
            <TextField
              lens={at(lens, "password")}
              label={words(is_new ? "agents.password" : "agents.new_password")}
              hint={words(is_new ? "agents.password_rule" : "agents.new_password_hint")}
              type="password"
              autocomplete="new-password"
            />
            <SelectField
              lens={at(lens, "role")}
              label={words("agents.role")}
              options={roles.map((value) => ({ value, text: words(`agents.role_${value}`) }))}
            />
            <NumberField lens={at(lens, "capacity")} label={words("agents.capacity")} />
            <WrittenField
              lens={at(lens, "skills")}
              label={words("agents.skills")}
              hint={words("policy.skills_hint")}
              write={(value) => value.join(", ")}
              read={readWords}
            />
          </div>
          <QueueFields lens={at(lens, "queues")} queues={queues} />
          {is_new ? null : (
            <SwitchField
              lens={at(lens, "disabled")}
              label={words("agents.disabled")}
              hint={words("agents.disabled_hint")}
            />
          )}
        </>
      )}
    </Form>
  );
}

interface QueueFieldsProps {
  readonly lens: Lens<readonly Membership[]>;
  readonly queues: readonly Queue[];
}

function QueueFields({ lens, queues }: QueueFieldsProps) {
  const toggle = (queue: string, serves: boolean): void => {
    const others = lens.value.filter((each) => each.queue !== queue);
    lens.set(serves ? [...others, { queue, tier: 0, capacity: 0 }] : others);
  };
  return (
    <fieldset class="memberships">
      <legend>{words("agents.queues")}</legend>
      <p class="muted">{words("agents.tier_hint")}</p>
      {queues.map(({ queue, name }) => {
        const index = lens.value.findIndex((each) => each.queue === queue);
        const one = item(lens, index);
        return (
          <div key={queue} class="membership">
            <label>
              <input
                type="checkbox"
                checked={index >= 0}
                onChange={(event) => toggle(queue, event.currentTarget.checked)}
              />
              <span>{name}</span>
            </label>
            {index < 0 ? null : (
              <>
                <NumberField
                  key={`tier-${queue}`}
                  lens={at(one, "tier")}
                  label={words("agents.tier")}
                />
                <NumberField
                  key={`capacity-${queue}`}
                  lens={at(one, "capacity")}
                  label={words("agents.queue_capacity")}
                />
              </>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

/** Rules that invite visitors: their order, what came of them, and how each is written. */
import { useRef } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { type Agent, agents_url, list, type Queue, queues_url, remove, save } from "./api.ts";
import {
  Group,
  NumberField,
  SelectField,
  SwitchField,
  TextArea,
  TextField,
} from "./fields.tsx";
import { DeleteDialog, Form } from "./form.tsx";
import { at, type Lens } from "./lens.ts";
import { moved } from "./order.ts";
import { ConditionGroup } from "./rule_conditions.tsx";
import { DryRunPart } from "./rule_dry_run.tsx";
import {
  brings,
  conditionOn,
  kinds,
  orderRules,
  type Results,
  type Rule,
  type RuleDraft,
  type RuleGroup,
  rules_url,
} from "./rules.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { OrderButtons } from "./order_buttons.tsx";
import { words } from "./texts.ts";
import { conditionText } from "./verdict.tsx";

const no_results: Results = {
  shown: 0,
  accepted: 0,
  refused: 0,
  shown_led: 0,
  withheld: 0,
  withheld_led: 0,
  lift: { difference: 0, low: -1, high: 1 },
};

const fresh = (): Rule => ({
  rule: "",
  name: "",
  enabled: true,
  when: { match: "all", conditions: [conditionOn("page_seconds")], groups: [] },
  kind: "bubble",
  text: "",
  queue: null,
  agent: null,
  withheld_percent: 10,
  caps: { per_visit: 3, per_day: 5, cool_down_ms: 30 * 60_000 },
  per_visitor: 0,
  results: no_results,
});

export function RulesPage() {
  const { toasts } = useDesk().parts;
  const loaded = useLoaded(() => list<Rule>(rules_url, "rules"));
  const queues = useLoaded(() => list<Queue>(queues_url, "queues"));
  const agents = useLoaded(() => list<Agent>(agents_url, "agents"));
  const work = useWork<Rule>(toasts, loaded.reload);
  const doing = work.doing.value;
  const rules = loaded.rows.value ?? [];
  const move = (index: number, step: 1 | -1): void => {
    const before = rules;
    loaded.rows.value = moved(rules, index, step);
    void orderRules(loaded.rows.value).then((outcome) => {
      if (outcome.ok) return;
      loaded.rows.value = before;
      toasts.show("bad", words("faq.not_moved"));
      loaded.reload();
    });
  };
  return (
    <>
      <Table
        heading={t("settings.rules")}
        lead={words("rules.lead")}
        add={words("rules.add")}
        fresh={fresh()}
        loaded={loaded}
        work={work}
        id={(rule) => rule.rule}
        name={(rule) => rule.name}
        empty={<Empty />}
        columns={[
          {
            heading: words("faq.order"),
            cell: (rule) => (
              <OrderButtons name={rule.name} item={rule} items={rules} move={move} />
            ),
          },
          { heading: words("rules.rule"), cell: (rule) => <About rule={rule} /> },
          {
            heading: words("rules.state"),
            cell: ({ enabled }) => words(enabled ? "rules.on" : "rules.off"),
          },
          { heading: words("rules.results"), cell: ({ results }) => <Came results={results} /> },
        ]}
      />
      {doing?.kind === "edit" ? (
        <RuleForm
          rule={doing.row}
          queues={queues.rows.value ?? []}
          agents={agents.rows.value ?? []}
          onSaved={work.saved}
          onClose={work.close}
        />
      ) : null}
      {doing?.kind === "delete" ? (
        <DeleteDialog
          heading={words("rules.delete", { name: doing.row.name })}
          text={words("rules.delete_text")}
          remove={() => remove(rules_url, doing.row.rule)}
          onDeleted={work.deleted}
          onClose={work.close}
        />
      ) : null}
    </>
  );
}

function Empty() {
  return (
    <div class="empty">
      <Icon name="greet" />
      <p>{words("rules.empty")}</p>
      <small>{words("rules.empty_hint")}</small>
    </div>
  );
}

function groupText({ match, conditions, groups }: RuleGroup): string {
  const parts = [...conditions.map(conditionText), ...groups.map((each) => `(${groupText(each)})`)];
  return parts.join(words(match === "all" ? "rules.and" : "rules.or"));
}

function About({ rule }: { readonly rule: Rule }) {
  return (
    <div class="faq-question">
      <strong>{rule.name}</strong>
      <span class="table-text">{groupText(rule.when)}</span>
      <span class="table-text">{words("rules.says", { text: rule.text })}</span>
    </div>
  );
}

function Came({ results }: { readonly results: Results }) {
  const { shown, accepted, refused, withheld } = results;
  if (shown + withheld === 0) return <>–</>;
  const { kind, ...figures } = brings(results);
  return (
    <div class="rule-results">
      <div>{words("rules.came", { shown, accepted, refused, withheld })}</div>
      <small class={kind === "more" ? "good" : ""}>{words(`rules.brings_${kind}`, figures)}</small>
    </div>
  );
}

interface RuleFormProps {
  readonly rule: Rule;
  readonly queues: readonly Queue[];
  readonly agents: readonly Agent[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function RuleForm({ rule, queues, agents, onSaved, onClose }: RuleFormProps) {
  const { rule: id, results: _, ...initial } = rule;
  return (
    <Form<RuleDraft>
      wide
      heading={words(id === "" ? "rules.add" : "rules.edit")}
      initial={initial}
      save={(value) => save(rules_url, id, value)}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(lens) => (
        <>
          <TextField lens={at(lens, "name")} label={words("common.name")} />
          <SwitchField lens={at(lens, "enabled")} label={words("rules.enabled")} />
          <ConditionGroup lens={at(lens, "when")} />
          <Invitation lens={lens} agents={agents} queues={queues} />
          <Limits lens={lens} />
          <DryRunPart id={id} draft={lens.value} />
        </>
      )}
    </Form>
  );
}

interface InvitationProps {
  readonly lens: Lens<RuleDraft>;
  readonly queues: readonly Queue[];
  readonly agents: readonly Agent[];
}

/** An id that may be none, as a choice. */
function orNone(lens: Lens<string | null>): Lens<string> {
  return { ...lens, value: lens.value ?? "", set: (value) => lens.set(value || null) };
}

function Invitation({ lens, queues, agents }: InvitationProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const { agent, text, kind } = lens.value;
  const name = agents.find((each) => each.agent === agent)?.name ?? words("rules.agent_any");
  const gone = (id: string | null, known: boolean) =>
    id === null || known ? [] : [{ value: id, text: words("rules.gone") }];
  return (
    <>
      <div class="group-fields">
        <SelectField
          lens={at(lens, "kind")}
          label={words("rules.kind")}
          options={kinds.map((value) => ({ value, text: words(`rules.kind_${value}`) }))}
        />
        <SelectField
          lens={orNone(at(lens, "agent"))}
          label={words("rules.agent")}
          hint={words("rules.agent_hint")}
          options={[
            { value: "", text: words("rules.agent_any") },
            ...agents
              .filter((each) => !each.disabled || each.agent === agent)
              .map((each) => ({ value: each.agent, text: each.name })),
            ...gone(agent, agents.some((each) => each.agent === agent)),
          ]}
        />
        <SelectField
          lens={orNone(at(lens, "queue"))}
          label={words("rules.queue")}
          options={[
            { value: "", text: words("rules.queue_site") },
            ...queues.map((each) => ({ value: each.queue, text: each.name })),
            ...gone(lens.value.queue, queues.some((each) => each.queue === lens.value.queue)),
          ]}
        />
      </div>
      <TextArea lens={at(lens, "text")} label={words("rules.text")} box={box} />
      <figure class="rule-preview" data-kind={kind}>
        <figcaption class="muted">{words(`rules.preview_${kind}`)}</figcaption>
        <div>
          <strong>{name}</strong>
          <p>{text || words("rules.preview_text")}</p>
        </div>
      </figure>
    </>
  );
}

function Limits({ lens }: { readonly lens: Lens<RuleDraft> }) {
  const caps = at(lens, "caps");
  const withheld = at(lens, "withheld_percent");
  const per_visitor = at(lens, "per_visitor");
  return (
    <Group heading={words("rules.limits")} lenses={[caps, withheld, per_visitor]}>
      <NumberField
        lens={withheld}
        label={words("rules.withheld")}
        hint={words("rules.withheld_hint")}
      />
      <NumberField
        lens={per_visitor}
        label={words("rules.per_visitor")}
        hint={words("rules.per_visitor_hint")}
      />
      <NumberField
        lens={at(caps, "per_visit")}
        label={words("rules.per_visit")}
        hint={words("rules.together")}
      />
      <NumberField
        lens={at(caps, "per_day")}
        label={words("rules.per_day")}
        hint={words("rules.together")}
      />
      <NumberField
        lens={at(caps, "cool_down_ms")}
        label={words("rules.cool_down")}
        hint={words("rules.cool_down_hint")}
        unit={60_000}
      />
    </Group>
  );
}

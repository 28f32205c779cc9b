/** Queues and how each routes. */
import { t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import { list, type Policy, type Queue, queues_url, remove, save, strategies } from "./api.ts";
import {
  Group,
  NumberField,
  type Option,
  SelectField,
  SwitchField,
  TextField,
  WrittenField,
} from "./fields.tsx";
import { DeleteDialog, Form } from "./form.tsx";
import { HoursFields } from "./hours.tsx";
import { at, type Lens } from "./lens.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { words } from "./texts.ts";
import { readWords } from "./written.ts";

const fresh: Queue = {
  queue: "",
  name: "",
  rank: 0,
  rings: true,
  ring_ms: 30_000,
  policy: {
    strategy: "least_busy",
    pause_ms: 0,
    wrap_up_ms: 0,
    misses_until_away: 3,
    priority: 0,
    ageing_ms: 60_000,
    last_agent_ms: 0,
    skills: [],
    skill_ms: 0,
    overflow: null,
    overflow_ms: 0,
    full_at: 0,
    reopen_at: 0,
    visitor_remind_ms: 0,
    visitor_close_ms: 0,
    agent_remind_ms: 0,
    agent_requeue_ms: 0,
    answer_within_ms: 20_000,
    wait_alarm_ms: 120_000,
    reply_alarm_ms: 120_000,
    weight: 1,
    rating_alarm_at: 2,
    hours: {
      always: true,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      week: [[], [], [], [], [], [], []],
      dates: [],
    },
  },
};

function offerText({ rings, ring_ms, policy }: Queue): string {
  const how = rings ? words("queues.ring_for", { n: ring_ms / 1000 }) : words("queues.auto");
  return `${words(`policy.strategy_${policy.strategy}`)} · ${how}`;
}

export function QueuesPage() {
  const desk = useDesk();
  const loaded = useLoaded(() => list<Queue>(queues_url, "queues"));
  const work = useWork<Queue>(desk.parts.toasts, loaded.reload);
  const queues = loaded.rows.value ?? [];
  const doing = work.doing.value;
  return (
    <>
      <Table
        heading={t("settings.queues")}
        lead={words("queues.lead")}
        add={words("queues.add")}
        fresh={{ ...fresh, rank: Math.max(0, ...queues.map((queue) => queue.rank + 1)) }}
        loaded={loaded}
        work={work}
        id={(queue) => queue.queue}
        name={(queue) => queue.name}
        columns={[
          { heading: words("common.name"), cell: (queue) => <strong>{queue.name}</strong> },
          { heading: words("queues.offer"), cell: offerText },
          {
            heading: words("policy.skills"),
            cell: ({ policy }) => policy.skills.join(", ") || words("common.none"),
          },
          {
            heading: words("queues.hours"),
            cell: ({ policy }) => words(policy.hours.always ? "queues.always" : "queues.by_hours"),
          },
        ]}
      />
      {doing?.kind === "edit" ? (
        <QueueForm queue={doing.row} queues={queues} onSaved={work.saved} onClose={work.close} />
      ) : null}
      {doing?.kind === "delete" ? (
        <DeleteDialog
          heading={words("queues.delete", { name: doing.row.name })}
          text={words("queues.delete_text")}
          remove={() => remove(queues_url, doing.row.queue)}
          onDeleted={work.deleted}
          onClose={work.close}
        />
      ) : null}
    </>
  );
}

interface QueueFormProps {
  readonly queue: Queue;
  readonly queues: readonly Queue[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function QueueForm({ queue, queues, onSaved, onClose }: QueueFormProps) {
  const { queue: id, ...initial } = queue;
  const others = queues.filter((other) => other.queue !== id);
  return (
    <Form
      wide
      heading={words(id === "" ? "queues.add" : "queues.edit")}
      initial={initial}
      save={(value) => save(queues_url, id, value)}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(lens) => {
        const policy = at(lens, "policy");
        return (
          <>
            <BasicFields lens={lens} />
            <RoutingFields lens={policy} />
            <LadderFields lens={policy} others={others} />
            <LimitFields lens={policy} />
            <TimeFields lens={policy} heading={words("policy.silence")} names={silences} />
            <AlarmFields lens={policy} />
            <HoursFields lens={at(policy, "hours")} />
          </>
        );
      }}
    </Form>
  );
}

function BasicFields({ lens }: { readonly lens: Lens<Omit<Queue, "queue">> }) {
  return (
    <>
      <div class="group-fields">
        <TextField lens={at(lens, "name")} label={words("common.name")} />
        <NumberField lens={at(lens, "rank")} label={words("queues.rank")} />
      </div>
      <SwitchField
        lens={at(lens, "rings")}
        label={words("queues.rings")}
        hint={words("queues.rings_hint")}
      />
      {lens.value.rings ? (
        <div class="group-fields">
          <Seconds lens={at(lens, "ring_ms")} label={words("queues.ring_ms")} always />
        </div>
      ) : null}
    </>
  );
}

interface SecondsProps {
  readonly lens: Lens<number>;
  readonly label: string;
  readonly hint?: string;
  /** 0 does not switch it off. */
  readonly always?: boolean;
}

function Seconds({ lens, label, hint, always = false }: SecondsProps) {
  const unit = words(always ? "common.seconds" : "common.seconds_off");
  return <NumberField lens={lens} label={label} hint={hint ?? unit} unit={1000} />;
}

interface PolicyProps {
  readonly lens: Lens<Policy>;
}

function RoutingFields({ lens }: PolicyProps) {
  const wrap_up = at(lens, "wrap_up_ms");
  const pause = at(lens, "pause_ms");
  const misses = at(lens, "misses_until_away");
  const answer = at(lens, "answer_within_ms");
  const weight = at(lens, "weight");
  return (
    <Group heading={words("policy.routing")} open lenses={[wrap_up, pause, misses, answer, weight]}>
      <SelectField
        lens={at(lens, "strategy")}
        label={words("policy.strategy")}
        options={strategies.map((value) => ({ value, text: words(`policy.strategy_${value}`) }))}
      />
      <Seconds
        lens={answer}
        label={words("policy.answer_within_ms")}
        hint={words("policy.answer_hint")}
      />
      <NumberField
        lens={weight}
        label={words("policy.weight")}
        hint={words("policy.weight_hint")}
      />
      <Seconds lens={wrap_up} label={words("policy.wrap_up_ms")} />
      <Seconds lens={pause} label={words("policy.pause_ms")} />
      <NumberField
        lens={misses}
        label={words("policy.misses_until_away")}
        hint={words("policy.misses_hint")}
      />
    </Group>
  );
}

function LadderFields({ lens, others }: PolicyProps & { readonly others: readonly Queue[] }) {
  const last_agent = at(lens, "last_agent_ms");
  const skills = at(lens, "skills");
  const skill = at(lens, "skill_ms");
  const overflow = at(lens, "overflow");
  const after = at(lens, "overflow_ms");
  const options: readonly Option<string>[] = [
    { value: "", text: words("common.none") },
    ...others.map(({ queue, name }) => ({ value: queue, text: name })),
  ];
  return (
    <Group
      heading={words("policy.ladder")}
      hint={words("policy.ladder_hint")}
      lenses={[last_agent, skills, skill, overflow, after]}
    >
      <Seconds lens={last_agent} label={words("policy.last_agent_ms")} />
      <WrittenField
        lens={skills}
        label={words("policy.skills")}
        hint={words("policy.skills_hint")}
        write={(value) => value.join(", ")}
        read={readWords}
      />
      <Seconds lens={skill} label={words("policy.skill_ms")} hint={words("policy.skill_hint")} />
      <SelectField
        lens={{
          ...overflow,
          value: overflow.value ?? "",
          set: (value) => overflow.set(value === "" ? null : value),
        }}
        label={words("policy.overflow")}
        options={options}
      />
      <Seconds lens={after} label={words("policy.overflow_ms")} />
    </Group>
  );
}

function LimitFields({ lens }: PolicyProps) {
  const full = at(lens, "full_at");
  const reopen = at(lens, "reopen_at");
  const priority = at(lens, "priority");
  const ageing = at(lens, "ageing_ms");
  return (
    <Group heading={words("policy.limits")} lenses={[full, reopen, priority, ageing]}>
      <NumberField lens={full} label={words("policy.full_at")} hint={words("policy.full_hint")} />
      <NumberField lens={reopen} label={words("policy.reopen_at")} />
      <NumberField
        lens={priority}
        label={words("policy.priority")}
        hint={words("policy.priority_hint")}
      />
      <Seconds lens={ageing} label={words("policy.ageing_ms")} always />
    </Group>
  );
}

const silences = [
  "visitor_remind_ms",
  "visitor_close_ms",
  "agent_remind_ms",
  "agent_requeue_ms",
] as const;

interface TimesProps extends PolicyProps {
  readonly heading: string;
  readonly names: readonly (typeof silences)[number][];
}

function AlarmFields({ lens }: PolicyProps) {
  const [wait, reply] = [at(lens, "wait_alarm_ms"), at(lens, "reply_alarm_ms")];
  const rating = at(lens, "rating_alarm_at");
  return (
    <Group heading={words("policy.alarms")} lenses={[wait, reply, rating]}>
      <Seconds lens={wait} label={words("policy.wait_alarm_ms")} />
      <Seconds lens={reply} label={words("policy.reply_alarm_ms")} />
      <NumberField
        lens={rating}
        label={words("policy.rating_alarm_at")}
        hint={words("policy.rating_alarm_hint")}
      />
    </Group>
  );
}

/** Rules that are one time each, all of them off at 0. */
function TimeFields({ lens, heading, names }: TimesProps) {
  const lenses = names.map((name) => at(lens, name));
  return (
    <Group heading={heading} lenses={lenses}>
      {names.map((name) => (
        <Seconds key={name} lens={at(lens, name)} label={words(`policy.${name}`)} />
      ))}
    </Group>
  );
}

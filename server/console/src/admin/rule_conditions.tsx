/** The conditions of a rule: groups of them, of which all or any must hold. */
import { Icon } from "../kit/icon.tsx";
import { at, isFaulty, item, type Lens } from "./lens.ts";
import {
  choices,
  type Condition,
  conditionOn,
  input_names,
  inputs,
  operatorsOf,
  type RuleGroup,
} from "./rules.ts";
import { faultText, words } from "./texts.ts";
import { valueText } from "./verdict.tsx";

const depth_max = 3;

const without = <T,>(list: readonly T[], index: number): readonly T[] =>
  list.filter((_, i) => i !== index);

interface GroupProps {
  readonly lens: Lens<RuleGroup>;
  readonly depth?: number;
  readonly onRemove?: () => void;
}

export function ConditionGroup({ lens, depth = 1, onRemove }: GroupProps) {
  const conditions = at(lens, "conditions");
  const groups = at(lens, "groups");
  const empty = conditions.value.length === 0 && groups.value.length === 0;
  return (
    <fieldset class="rule-group">
      <legend>{words(depth === 1 ? "rules.when" : "rules.group")}</legend>
      <div class="rule-group-head">
        <select
          aria-label={words("rules.match")}
          value={lens.value.match}
          onChange={(event) => {
            const match = event.currentTarget.value === "any" ? "any" : "all";
            lens.set({ ...lens.value, match });
          }}
        >
          <option value="all">{words("rules.match_all")}</option>
          <option value="any">{words("rules.match_any")}</option>
        </select>
        {onRemove === undefined ? null : (
          <button type="button" class="text-button bad" onClick={onRemove}>
            {words("rules.remove_group")}
          </button>
        )}
      </div>
      <ul>
        {conditions.value.map((_, index) => (
          <li key={index}>
            <ConditionRow
              lens={item(conditions, index)}
              number={index + 1}
              onRemove={() => conditions.set(without(conditions.value, index))}
            />
          </li>
        ))}
        {groups.value.map((_, index) => (
          <li key={`group ${index}`}>
            <ConditionGroup
              lens={item(groups, index)}
              depth={depth + 1}
              onRemove={() => groups.set(without(groups.value, index))}
            />
          </li>
        ))}
      </ul>
      {empty && lens.fault !== null && isFaulty(lens) ? (
        <small class="bad">{words("rules.fault_empty")}</small>
      ) : null}
      <Bar lens={lens} depth={depth} />
    </fieldset>
  );
}

function Bar({ lens, depth }: { readonly lens: Lens<RuleGroup>; readonly depth: number }) {
  const { match, conditions, groups } = lens.value;
  const add_group = (): void => {
    const other = match === "all" ? "any" : "all";
    const group: RuleGroup = { match: other, conditions: [conditionOn("url")], groups: [] };
    lens.set({ ...lens.value, groups: [...groups, group] });
  };
  const add_condition = (): void => {
    lens.set({ ...lens.value, conditions: [...conditions, conditionOn("page_seconds")] });
  };
  return (
    <div class="rule-group-bar">
      <button type="button" class="text-button" onClick={add_condition}>
        {words("rules.add_condition")}
      </button>
      {depth === depth_max ? null : (
        <button type="button" class="text-button" onClick={add_group}>
          {words("rules.add_group")}
        </button>
      )}
    </div>
  );
}

interface RowProps {
  readonly lens: Lens<Condition>;
  readonly number: number;
  readonly onRemove: () => void;
}

function ConditionRow({ lens, number, onRemove }: RowProps) {
  const { input, operator, name } = lens.value;
  const wrong = isFaulty(lens);
  return (
    <div class="rule-condition">
      <select
        aria-label={words("rules.input_of", { n: number })}
        value={input}
        onChange={(event) => {
          const chosen = input_names.find((each) => each === event.currentTarget.value);
          if (chosen !== undefined) lens.set(conditionOn(chosen));
        }}
      >
        {input_names.map((each) => (
          <option key={each} value={each} selected={each === input}>
            {words(`rules.input_${each}`)}
          </option>
        ))}
      </select>
      {name === undefined ? null : (
        <input
          type="text"
          aria-label={words("rules.name_of", { n: number })}
          aria-invalid={isFaulty({ fault: lens.fault, path: `${lens.path}.name` })}
          placeholder={words(`rules.name_${input === "event" ? "event" : "attribute"}`)}
          value={name}
          onInput={(event) => lens.set({ ...lens.value, name: event.currentTarget.value })}
        />
      )}
      <select
        aria-label={words("rules.operator_of", { n: number })}
        value={operator}
        onChange={(event) => {
          const chosen = operatorsOf(input).find((each) => each === event.currentTarget.value);
          if (chosen !== undefined) lens.set({ ...lens.value, operator: chosen });
        }}
      >
        {operatorsOf(input).map((each) => (
          <option key={each} value={each} selected={each === operator}>
            {words(`rules.operator_${each}`)}
          </option>
        ))}
      </select>
      <Value lens={lens} number={number} />
      <button
        type="button"
        class="icon-button"
        aria-label={words("rules.remove_condition", { n: number })}
        title={words("rules.remove_condition", { n: number })}
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
      {wrong && lens.fault !== null ? (
        <small class="bad">{faultText(lens.fault.code, lens.fault.field)}</small>
      ) : null}
    </div>
  );
}

function Value({ lens, number }: { readonly lens: Lens<Condition>; readonly number: number }) {
  const { input, operator, value } = lens.value;
  const label = words("rules.value_of", { n: number });
  const set = (next: Condition["value"]): void => lens.set({ ...lens.value, value: next });
  const kind = inputs[input];
  const exact = operator === "is" || operator === "is_not";
  const few = kind === "truth" ? ["true", "false"] : exact ? choices[input] : undefined;
  const wrong = isFaulty({ fault: lens.fault, path: `${lens.path}.value` });
  if (few !== undefined) {
    return (
      <select
        aria-label={label}
        aria-invalid={wrong}
        value={String(value)}
        onChange={({ currentTarget: { value: next } }) =>
          set(kind === "truth" ? next === "true" : next)
        }
      >
        {few.map((each) => (
          <option key={each} value={each} selected={each === String(value)}>
            {valueText({ input, value: kind === "truth" ? each === "true" : each })}
          </option>
        ))}
      </select>
    );
  }
  const counts = kind === "number" || kind === "time";
  return (
    <input
      type="text"
      aria-label={label}
      aria-invalid={wrong}
      inputMode={counts ? "numeric" : "text"}
      value={String(value)}
      onInput={({ currentTarget: { value: next } }) => {
        // What is no number is refused by the server as any other wrong value.
        const read = counts && next.trim() !== "" ? Number(next) : next;
        set(typeof read === "number" && Number.isNaN(read) ? next : read);
      }}
    />
  );
}

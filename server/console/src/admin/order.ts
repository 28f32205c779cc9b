/** Fields of a form as they are edited, and as the server wants them. Pure. */
import type { FormField } from "./api.ts";

/** With the one at `index` a step on; as it is when there is no such step. */
export function moved<T>(list: readonly T[], index: number, step: 1 | -1): readonly T[] {
  const one = list[index];
  const other = list[index + step];
  if (one === undefined || other === undefined) return list;
  return list.map((each) => (each === one ? other : each === other ? one : each));
}

/** An attribute without a name takes that of its label. */
export function named({ kind, name, label, required, options }: FormField): FormField {
  const own = kind === "text" || kind === "choice";
  return { kind, name: own && name.trim() === "" ? label : name, label, required, options };
}

/** A part of what a form edits: its value, how to change it, and where it is in the whole. */
export interface Fault {
  readonly code: string;
  /** The member's path: "policy.hours.week.2"; empty for the whole. */
  readonly field: string;
}

export interface Lens<T> {
  readonly value: T;
  readonly path: string;
  readonly fault: Fault | null;
  readonly set: (value: T) => void;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

export function at<T extends object, K extends keyof T & string>(
  lens: Lens<T>,
  key: K,
): Lens<T[K]> {
  return {
    value: lens.value[key],
    path: join(lens.path, key),
    fault: lens.fault,
    set: (value) => lens.set({ ...lens.value, [key]: value }),
  };
}

export function item<T>(lens: Lens<readonly T[]>, index: number): Lens<T> {
  return {
    value: lens.value[index] as T,
    path: join(lens.path, String(index)),
    fault: lens.fault,
    set: (value) => lens.set(lens.value.map((each, i) => (i === index ? value : each))),
  };
}

/** Whether the server's complaint is about this part. */
export function isFaulty({ fault, path }: Pick<Lens<unknown>, "fault" | "path">): boolean {
  if (fault === null || fault.field === "") return false;
  return fault.field === path || fault.field.startsWith(`${path}.`);
}

/** A round sign with the first character of a name; its hue, one of eight, comes from the id. */

/** Stands for a name: the first letter, upper-case, or the first CJK character. */
export function initial(name: string): string {
  const [first = "?"] = name.replace(/^[\s#]+/u, "");
  return first.toLocaleUpperCase();
}

export function hue(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % 8;
}

export interface AvatarProps {
  readonly id: string;
  readonly name: string | null;
  readonly online?: boolean | undefined;
  readonly onlineText?: string | undefined;
}

export function Avatar({ id, name, online, onlineText }: AvatarProps) {
  return (
    <span class={`avatar hue-${hue(id)}`}>
      <span aria-hidden="true">{name === null || name === "" ? "#" : initial(name)}</span>
      {online === undefined ? null : (
        <span class={online ? "presence online" : "presence"}>
          <span class="hidden">{onlineText}</span>
        </span>
      )}
    </span>
  );
}

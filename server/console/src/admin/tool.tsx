/** A small button of a list: moves one of its entries, or takes it out. */
import { Icon } from "../kit/icon.tsx";

interface ToolProps {
  readonly icon: "up" | "down" | "close";
  readonly text: string;
  readonly off: boolean;
  readonly act: () => void;
}

export function Tool({ icon, text, off, act }: ToolProps) {
  return (
    <button type="button" class="icon-button small" title={text} disabled={off} onClick={act}>
      <Icon name={icon} />
      <span class="hidden">{text}</span>
    </button>
  );
}

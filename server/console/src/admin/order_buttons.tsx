/** Moves a row of a list that has an order up or down. */
import { Icon } from "../kit/icon.tsx";
import { words } from "./texts.ts";

interface OrderButtonsProps<Item> {
  readonly name: string;
  readonly item: Item;
  readonly items: readonly Item[];
  readonly move: (index: number, step: 1 | -1) => void;
}

export function OrderButtons<Item>({ name, item, items, move }: OrderButtonsProps<Item>) {
  const index = items.indexOf(item);
  return (
    <span class="faq-order">
      {(["up", "down"] as const).map((way) => (
        <button
          key={way}
          type="button"
          class="icon-button"
          disabled={index === (way === "up" ? 0 : items.length - 1)}
          aria-label={words(`faq.${way}`, { name })}
          title={words(`faq.${way}`, { name })}
          onClick={() => move(index, way === "up" ? -1 : 1)}
        >
          <Icon name={way} />
        </button>
      ))}
    </span>
  );
}

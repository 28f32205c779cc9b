/** Short notices at the bottom: said politely by screen readers, gone by themselves. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { t } from "../i18n/text.ts";
import { Icon } from "./icon.tsx";

export interface Toast {
  readonly id: number;
  readonly tone: "good" | "bad";
  readonly text: string;
}

const shown_ms = 6000;
const shown_max = 3;

export interface Toasts {
  readonly shown: ReadonlySignal<readonly Toast[]>;
  show(tone: Toast["tone"], text: string): void;
  dismiss(id: number): void;
}

export function createToasts(): Toasts {
  const shown = signal<readonly Toast[]>([]);
  let last_id = 0;
  const dismiss = (id: number): void => {
    shown.value = shown.value.filter((toast) => toast.id !== id);
  };
  return {
    shown,
    dismiss,
    show(tone, text) {
      const id = ++last_id;
      const others = shown.value.filter((toast) => toast.text !== text);
      shown.value = [...others, { id, tone, text }].slice(-shown_max);
      setTimeout(() => dismiss(id), shown_ms);
    },
  };
}

export function ToastStack({ toasts }: { readonly toasts: Toasts }) {
  return (
    <div class="toasts" role="status">
      {toasts.shown.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.tone}`}>
          <Icon name={toast.tone === "good" ? "done" : "alert"} />
          <span>{toast.text}</span>
          <button type="button" class="icon-button" onClick={() => toasts.dismiss(toast.id)}>
            <Icon name="close" />
            <span class="hidden">{t("common.close")}</span>
          </button>
        </div>
      ))}
    </div>
  );
}

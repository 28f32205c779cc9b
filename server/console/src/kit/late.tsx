/** Views that are loaded when somebody first opens them. */
import { type Signal, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/text.ts";

export interface LatePart<Props> {
  readonly view: Signal<ComponentType<Props> | "loading" | "failed">;
  load(): Promise<void>;
}

export function latePart<Props>(find: () => Promise<ComponentType<Props>>): LatePart<Props> {
  const view: LatePart<Props>["view"] = signal("loading");
  const load = async (): Promise<void> => {
    if (typeof view.value === "function") return;
    view.value = "loading";
    try {
      view.value = await find();
    } catch {
      view.value = "failed";
    }
  };
  return { view, load };
}

export interface LateProps<Props> {
  readonly part: LatePart<Props>;
  readonly props: Props;
}

export function Late<Props extends object>({ part, props }: LateProps<Props>) {
  useEffect(() => void part.load(), []);
  const { value: View } = part.view;
  if (View === "loading") return <p class="muted settings-note">{t("settings.loading")}</p>;
  if (View !== "failed") return <View {...props} />;
  return (
    <p class="settings-note">
      {t("settings.failed")}{" "}
      <button type="button" class="text-button" onClick={() => void part.load()}>
        {t("common.retry")}
      </button>
    </p>
  );
}

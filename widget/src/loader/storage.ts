/**
 * The browser's storage, which may be missing, full or throw at every touch; then this page's
 * memory does.
 */

function quietly<T>(touch: () => T): T | undefined {
  try {
    return touch();
  } catch {
    return undefined;
  }
}

export class Store {
  private readonly prefix_: string;
  private readonly memory_ = new Map<string, string>();
  /** Nothing goes into the browser before the visitor agrees. */
  held = false;

  constructor(site: string) {
    this.prefix_ = `usher:${site}:`;
  }

  get(key: string): string | null {
    return (
      quietly(() => localStorage.getItem(this.prefix_ + key)) ?? this.memory_.get(key) ?? null
    );
  }

  set(key: string, value: string): void {
    this.memory_.set(key, value);
    if (!this.held) quietly(() => localStorage.setItem(this.prefix_ + key, value));
  }

  remove(key: string): void {
    this.memory_.delete(key);
    quietly(() => localStorage.removeItem(this.prefix_ + key));
  }

  /** What the visitor agreed to holds for what was set so far, too. */
  hold(held: boolean): void {
    this.held = held;
    if (held) return this.clear();
    this.set("consent", "1");
    for (const [key, value] of this.memory_) this.set(key, value);
  }

  /** Forgets all that this widget ever kept for the site. */
  clear(): void {
    this.memory_.clear();
    quietly(() => {
      for (const key of Object.keys(localStorage))
        if (key.startsWith(this.prefix_)) localStorage.removeItem(key);
    });
  }
}

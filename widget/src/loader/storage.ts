/**
 * The browser's storage, which may be missing, full or throw at every touch; then this page's
 * memory does.
 */

export class Store {
  private readonly prefix_: string;
  private readonly memory_ = new Map<string, string>();

  constructor(site: string) {
    this.prefix_ = `usher:${site}:`;
  }

  get(key: string): string | null {
    try {
      const value = localStorage.getItem(this.prefix_ + key);
      if (value !== null) return value;
    } catch {
      // Memory answers instead.
    }
    return this.memory_.get(key) ?? null;
  }

  set(key: string, value: string): void {
    this.memory_.set(key, value);
    try {
      localStorage.setItem(this.prefix_ + key, value);
    } catch {
      // Memory has it.
    }
  }

  remove(key: string): void {
    this.memory_.delete(key);
    try {
      localStorage.removeItem(this.prefix_ + key);
    } catch {
      // It was never there.
    }
  }

  /** Forgets all that this widget ever kept for the site. */
  clear(): void {
    this.memory_.clear();
    try {
      for (const key of Object.keys(localStorage))
        if (key.startsWith(this.prefix_)) localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  }
}

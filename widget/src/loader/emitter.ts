/**
 * The events of the public API: to handlers of `on` and `once`, and as `usher:<event>` on the
 * document.
 */

export type Handler = (detail: unknown) => void;

export class Emitter {
  private readonly handlers_ = new Map<string, Set<Handler>>();

  on(event: string, handler: Handler): () => void {
    const handlers = this.handlers_.get(event) ?? new Set();
    this.handlers_.set(event, handlers.add(handler));
    return () => void handlers.delete(handler);
  }

  once(event: string, handler: Handler): () => void {
    const stop = this.on(event, (detail) => {
      stop();
      handler(detail);
    });
    return stop;
  }

  /** Without a handler, all handlers of the event go. */
  off(event: string, handler?: Handler): void {
    if (handler) this.handlers_.get(event)?.delete(handler);
    else this.handlers_.delete(event);
  }

  /**
   * A handler that throws is the page's affair: it is reported as any error of the page, and stops
   * nobody.
   */
  emit(event: string, detail: unknown = {}): void {
    for (const handler of [...(this.handlers_.get(event) ?? [])]) {
      try {
        handler(detail);
      } catch (error) {
        reportError(error);
      }
    }
    document.dispatchEvent(new CustomEvent(`usher:${event}`, { detail }));
  }

  clear(): void {
    this.handlers_.clear();
  }
}

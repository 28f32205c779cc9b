/** Timers in a worker: browsers throttle those of a hidden page, and agents hide theirs all day. */

interface Order {
  readonly id: number;
  /** Absent: the order `id` is cancelled. */
  readonly ms?: number;
}

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(id: number): void;
};

const timers = new Map<number, ReturnType<typeof setTimeout>>();

scope.onmessage = ({ data: { id, ms } }) => {
  clearTimeout(timers.get(id));
  timers.delete(id);
  if (ms === undefined) return;
  timers.set(
    id,
    setTimeout(() => {
      timers.delete(id);
      scope.postMessage(id);
    }, ms),
  );
};

/** The page's end of the heartbeat worker: timers that run on time however hidden the page is. */

export interface Timers {
  later(ms: number, task: () => void): () => void;
  every(ms: number, task: () => void): () => void;
}

type Later = Timers["later"];

function withEvery(later: Later): Timers {
  return {
    later,
    every(ms, task) {
      let cancel = (): void => {};
      const again = (): void => {
        cancel = later(ms, () => {
          again();
          task();
        });
      };
      again();
      return () => cancel();
    },
  };
}

const pageTimers = withEvery((ms, task) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
});

/** Timers in the worker at this address; the page's own where workers are forbidden or fail. */
export function startTimers(url: string): Timers {
  let worker: Worker | null = null;
  const tasks = new Map<number, { readonly task: () => void; readonly ms: number }>();
  let last_id = 0;
  const run = (id: number): void => {
    const found = tasks.get(id);
    tasks.delete(id);
    found?.task();
  };
  try {
    worker = new Worker(url);
  } catch {
    return pageTimers;
  }
  worker.onmessage = ({ data }: MessageEvent<number>) => run(data);
  worker.onerror = () => {
    // It could not be loaded: what it owes is done by the page from now on.
    worker = null;
    for (const [id, { ms }] of tasks) pageTimers.later(ms, () => run(id));
  };
  return withEvery((ms, task) => {
    const id = ++last_id;
    tasks.set(id, { task, ms });
    if (worker === null) pageTimers.later(ms, () => run(id));
    else worker.postMessage({ id, ms });
    return () => {
      if (tasks.delete(id)) worker?.postMessage({ id });
    };
  });
}

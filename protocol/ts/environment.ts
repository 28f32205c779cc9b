// What a client needs from where it runs. Tests give their own; the console gives timers that a
// background tab does not throttle.

export interface Environment {
  now(): number; // milliseconds, any origin, may jump
  later(ms: number, task: () => void): () => void; // gives a function that cancels
  random(): number; // in [0, 1)
}

export const browser_environment: Environment = {
  now: () => Date.now(),
  later: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

// 80 random bits as 16 letters: unique among one sender's messages.
export function fresh_client_id(environment: Environment): string {
  let id = "";
  while (id.length < 16) id += Math.floor(environment.random() * 32).toString(32);
  return id;
}

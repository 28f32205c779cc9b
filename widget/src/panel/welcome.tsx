/** Before the first message: the owner's greeting, and the queues when there is a choice. */

import type { Signal } from "@preact/signals";
import type { Texts } from "../locales/zh-CN.ts";
import type { ChatState, VisitorQueue } from "../shared/state.ts";
import { initial } from "./rows.ts";

/**
 * The queue that the embed names, else the first that is open when there are several, else none:
 * the server knows.
 */
export function first_queue(queues: readonly VisitorQueue[], wanted: string): string | undefined {
  const named = queues.find((queue) => queue.queue === wanted || queue.name === wanted);
  if (named || queues.length < 2) return named?.queue;
  return (queues.find((queue) => queue.state === "open") ?? queues[0])?.queue;
}

interface WelcomeProps {
  texts: Texts;
  state: ChatState;
  queue: Signal<string | undefined>;
  fixed: boolean;
}

export function Welcome({ texts, state, queue, fixed }: WelcomeProps) {
  const { site, queues } = state;
  return (
    <div class="log">
      <div class="welcome">
        <div class="face" aria-hidden="true">
          {initial(site?.name || texts.title)}
        </div>
        <h3>{texts.hello}</h3>
        <p dir="auto">{site?.greeting || texts.greeting}</p>
        {queues.length > 1 && !fixed && (
          <fieldset class="queues">
            <legend>{texts.pick_queue}</legend>
            {queues.map((one) => (
              <label class="queue" key={one.queue}>
                <input
                  type="radio"
                  name="queue"
                  checked={queue.value === one.queue}
                  onChange={() => (queue.value = one.queue)}
                />
                <span dir="auto">{one.name}</span>
                {one.state === "closed" && <small>{texts.queue_closed}</small>}
              </label>
            ))}
          </fieldset>
        )}
      </div>
    </div>
  );
}

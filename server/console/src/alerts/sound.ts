/** The console's sounds, made by WebAudio: nothing to load, and CSP needs no media source. */
import { type ReadonlySignal, signal } from "@preact/signals";

export interface Sound {
  /** The browser lets no sound out until somebody has clicked or pressed a key here. */
  readonly blocked: ReadonlySignal<boolean>;
  ring(): void;
  chime(): void;
  unblock(): void;
}

interface Note {
  readonly hertz: number;
  readonly start_s: number;
  readonly length_s: number;
}

const ring_notes: readonly Note[] = [
  { hertz: 784, start_s: 0, length_s: 0.28 },
  { hertz: 988, start_s: 0.16, length_s: 0.28 },
  { hertz: 1175, start_s: 0.32, length_s: 0.5 },
  { hertz: 784, start_s: 0.8, length_s: 0.28 },
  { hertz: 988, start_s: 0.96, length_s: 0.28 },
  { hertz: 1175, start_s: 1.12, length_s: 0.6 },
];
const chime_notes: readonly Note[] = [
  { hertz: 880, start_s: 0, length_s: 0.22 },
  { hertz: 1109, start_s: 0.1, length_s: 0.36 },
];

function play(context: AudioContext, notes: readonly Note[], volume: number): void {
  for (const { hertz, start_s, length_s } of notes) {
    const at = context.currentTime + start_s;
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = "triangle";
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(volume, at + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.001, at + length_s);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + length_s);
  }
}

export function createSound(): Sound {
  const context = typeof AudioContext === "undefined" ? null : new AudioContext();
  const blocked = signal(context === null || context.state !== "running");
  const read = (): void => {
    blocked.value = context === null || context.state !== "running";
  };
  const unblock = (): void => {
    if (context !== null && context.state !== "running") void context.resume().then(read, read);
  };
  context?.addEventListener("statechange", read);
  // Any gesture will do; the agent need not know that browsers want one.
  for (const gesture of ["pointerdown", "keydown"]) {
    document.addEventListener(gesture, unblock, { capture: true });
  }
  const sound = (notes: readonly Note[], volume: number): void => {
    if (context?.state === "running") play(context, notes, volume);
  };
  return {
    blocked,
    unblock,
    ring: () => sound(ring_notes, 0.22),
    chime: () => sound(chime_notes, 0.14),
  };
}

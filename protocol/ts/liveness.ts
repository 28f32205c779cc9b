// Notices that a connection is dead although nothing says so: packets may be dropped in silence.
//
// It pings at an interval. Each frame that must be answered is expected; when nothing at all came
// for 10 s after one (for a ping: for one interval, if that is shorter), or that one answer not
// within 30 s although others did, the connection counts as lost.

import type { Environment } from "./environment";

const silence_ms_max = 10_000;
const answer_ms_max = 30_000;

export interface LivenessHandlers {
  ping(): void;
  lost(): void;
}

export class Liveness {
  private readonly expected_ = new Map<string, number>(); // what → since when
  private heard_at_ = 0;
  private pinged_at_ = 0;
  private running_ = false;
  private cancel_: () => void = () => undefined;

  constructor(
    private readonly environment_: Environment,
    private readonly handlers_: LivenessHandlers,
    private interval_ms_: number,
  ) {}

  start(): void {
    this.stop();
    this.running_ = true;
    this.heard_at_ = this.pinged_at_ = this.environment_.now();
  }

  stop(): void {
    this.running_ = false;
    this.expected_.clear();
    this.cancel_();
  }

  set_interval(ms: number): void {
    this.interval_ms_ = ms;
    this.arm_();
  }

  expect(what: string): void {
    if (!this.expected_.has(what)) this.expected_.set(what, this.environment_.now());
    this.arm_();
  }

  met(what: string): void {
    this.expected_.delete(what);
  }

  heard(): void {
    this.heard_at_ = this.environment_.now();
  }

  // Ask for a sign of life now.
  ping(): void {
    if (!this.running_) return;
    this.pinged_at_ = this.environment_.now();
    this.handlers_.ping();
    this.expect("pong");
  }

  private deadline_(what: string, since: number): number {
    const patience =
      what === "pong" ? Math.min(silence_ms_max, this.interval_ms_) : silence_ms_max;
    return Math.min(Math.max(since, this.heard_at_) + patience, since + answer_ms_max);
  }

  private arm_(): void {
    this.cancel_();
    if (!this.running_) return;
    let next = this.pinged_at_ + this.interval_ms_;
    this.expected_.forEach((since, what) => {
      next = Math.min(next, this.deadline_(what, since));
    });
    this.cancel_ = this.environment_.later(
      Math.max(0, next - this.environment_.now()), () => this.check_());
  }

  private check_(): void {
    const now = this.environment_.now();
    for (const [what, since] of Array.from(this.expected_)) {
      if (now >= this.deadline_(what, since)) return this.handlers_.lost();
    }
    if (now >= this.pinged_at_ + this.interval_ms_ && !this.expected_.has("pong")) {
      return this.ping();
    }
    if (now >= this.pinged_at_ + this.interval_ms_) this.pinged_at_ = now;
    this.arm_();
  }
}

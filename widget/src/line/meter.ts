/**
 * How long a page is in view, and how long of that somebody is active on it: it has the focus, and
 * there was input in the last half minute. Pure: told what happens, and the time by a clock that
 * only goes on.
 */

/** Input keeps a page active for so long. */
const input_ms = 30_000;
/**
 * Looks come more often than this. Between two that lie further apart the tab was frozen or the
 * machine slept.
 */
const step_ms_max = 5_000;

export class Meter {
  visible_ms = 0;
  active_ms = 0;
  private at_: number;
  private visible_ = false;
  private focused_ = false;

  /** `input_at_`: the last input, which may have led to this page. */
  constructor(
    now: number,
    public input_at = -input_ms,
  ) {
    this.at_ = now;
  }

  /** Counts up to now, by how the page stood since the last look. */
  look(now: number): void {
    const from = this.at_;
    this.at_ = now;
    if (!this.visible_) return;
    const step = Math.min(Math.max(0, now - from), step_ms_max);
    this.visible_ms += step;
    if (this.focused_)
      this.active_ms += Math.max(0, Math.min(step, this.input_at + input_ms - from));
  }

  stand(now: number, visible: boolean, focused: boolean): void {
    this.look(now);
    this.visible_ = visible;
    this.focused_ = focused;
  }

  input(now: number): void {
    this.look(now);
    this.input_at = now;
  }
}

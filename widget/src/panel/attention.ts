/**
 * Calls a visitor who looks elsewhere: a slow flash of the title and one soft chime, in one tab
 * only.
 */

const flash_ms = 1000;
const chime_hold_ms = 1500;

export class Attention {
  private own_title_ = "";
  private page_title_ = "";
  private timer_ = 0;
  private audio_: AudioContext | null = null;

  constructor(private readonly lock_name_: string) {}

  /**
   * Flashes while the text is not empty and the tab is hidden; slower than three times a second.
   */
  flash(text: string): void {
    clearInterval(this.timer_);
    this.restore_();
    if (!text || !document.hidden) return;
    this.show_(text);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.timer_ = window.setInterval(() => {
      if (document.title === this.own_title_) this.restore_();
      else this.show_(text);
    }, flash_ms);
  }

  /**
   * Every tab may call it for the same message; whoever gets the lock sounds.
   * Silent until the user touched this page: browsers demand a gesture, and so does courtesy.
   */
  chime(): void {
    if (!navigator.userActivation?.hasBeenActive) return;
    const audio = (this.audio_ ??= new AudioContext());
    const sound = () => void audio.resume().then(() => play(audio));
    if (!navigator.locks) return sound();
    void navigator.locks.request(this.lock_name_, { ifAvailable: true }, (lock) => {
      if (!lock) return undefined;
      sound();
      return new Promise((done) => setTimeout(done, chime_hold_ms));
    });
  }

  stop(): void {
    this.flash("");
    void this.audio_?.close();
    this.audio_ = null;
  }

  private show_(text: string): void {
    this.page_title_ = document.title;
    this.own_title_ = document.title = text;
  }

  /** A title that the page set meanwhile is the page's and stays. */
  private restore_(): void {
    if (this.own_title_ && document.title === this.own_title_) document.title = this.page_title_;
    this.own_title_ = "";
  }
}

function play(audio: AudioContext): void {
  const start = audio.currentTime;
  [660, 880].forEach((frequency, index) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const at = start + index * 0.13;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.42);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.45);
  });
}

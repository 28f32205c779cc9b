/**
 * The tabs of one browser profile that show the same chat elect one leader, who alone has the
 * socket. A Web Lock is the election: the browser hands it on when the leader's tab closes, crashes
 * or sleeps. Where locks or channels are missing or refused every tab leads for itself.
 */

export class Tabs<Message> {
  leading = false;
  private channel_: BroadcastChannel | null = null;
  private abort_ = new AbortController();
  private resign_: () => void = () => undefined;

  constructor(
    private readonly name_: string,
    private readonly lead_: () => void,
    private readonly hear_: (message: Message) => void,
  ) {}

  start(): void {
    const abort = (this.abort_ = new AbortController());
    const take_over = () => {
      if (abort.signal.aborted) return;
      this.leading = true;
      this.lead_();
    };
    try {
      const channel = new BroadcastChannel(this.name_);
      channel.onmessage = ({ data }: MessageEvent<Message>) => this.hear_(data);
      this.channel_ = channel;
      navigator.locks
        .request(this.name_, { signal: abort.signal }, () => {
          take_over();
          return new Promise<void>((resolve) => (this.resign_ = resolve));
        })
        .catch(() => {
          // Stopped while waiting is fine; refused means that this tab is on its own.
          if (!this.leading) take_over();
        });
    } catch {
      take_over();
    }
  }

  /** Reaches the other tabs, never this one. */
  post(message: Message): void {
    this.channel_?.postMessage(message);
  }

  stop(): void {
    this.abort_.abort();
    this.resign_();
    this.leading = false;
    this.channel_?.close();
    this.channel_ = null;
  }
}

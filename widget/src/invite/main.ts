/**
 * An invitation to talk: beside the launcher, in the middle of the page, or as the panel that opens
 * by itself. It is said to screen readers and takes the focus from nobody; who closes the panel
 * with it, or says so, refuses it. In each tab; one answer counts for all.
 */

import { open_invitation } from "../shared/state.ts";
import type { Invitation } from "../shared/state.ts";
import type { Host } from "../shared/shell.ts";
import css from "./invite.css";

export function mount(place: Element, host: Host, style: (css: string) => void): void {
  style(css);
  new Invite(place, host);
}

class Invite {
  private readonly box_ = make("section", "invite");
  private readonly name_ = make("strong");
  private readonly text_ = make("p");
  private readonly face_ = make("span", "invite-face");
  private shown_ = 0;
  private in_panel_ = false;

  constructor(
    private readonly place_: Element,
    private readonly host_: Host,
  ) {
    const { texts } = host_;
    const words = make("div");
    // Filled later than it is put there: so it is read out.
    words.setAttribute("role", "status");
    words.append(this.name_, this.text_);
    this.text_.dir = "auto";
    this.face_.ariaHidden = "true";
    const yes = button(texts.invite_yes, () => this.accept_());
    yes.dataset["main"] = "";
    const actions = make("div", "invite-actions");
    actions.append(button(texts.invite_no, () => this.answer_(false)), yes);
    this.box_.ariaLabel = texts.invite;
    this.box_.hidden = true;
    this.box_.append(this.face_, words, actions);
    this.box_.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.answer_(false);
    });
    place_.prepend(this.box_);
    new MutationObserver(() => this.turn_()).observe(place_, { attributeFilter: ["data-open"] });
    host_.watch(() => this.look_());
    this.look_();
  }

  private get opened_(): boolean {
    return this.place_.hasAttribute("data-open");
  }

  private look_(): void {
    const state = this.host_.state();
    const open = open_invitation(state);
    const { invited } = state;
    if (open && open.invitation !== this.shown_) this.begin_(open);
    if (invited?.answer && invited.invitation === this.shown_) this.end_(invited);
    this.in_panel_ = this.opened_ && open !== null;
    const outside = open !== null && !this.opened_ && !this.host_.page;
    const had_focus = !outside && this.box_.contains(focused(this.box_));
    this.box_.hidden = !outside;
    if (had_focus && !this.opened_) launcher_of(this.place_)?.focus({ preventScroll: true });
  }

  /** Told, and opened by itself, on one page only. */
  private begin_(invitation: Invitation): void {
    const { kind, text, agent, invitation: number } = invitation;
    this.shown_ = number;
    this.box_.dataset["kind"] = kind === "card" ? kind : "bubble";
    const name = agent.name || this.host_.texts.agent;
    this.face_.textContent = [...name][0] ?? "";
    requestAnimationFrame(() => {
      this.name_.textContent = name;
      this.text_.textContent = text;
    });
    const { store } = this.host_;
    if (store.get("invited") === String(number)) return;
    store.set("invited", String(number));
    this.tell_("shown", invitation);
    // Never over a phone's whole screen.
    if (kind === "chat" && !this.host_.narrow()) this.host_.show(false);
  }

  private end_(invitation: Invitation): void {
    this.shown_ = 0;
    if (invitation.answer === "accepted") this.tell_("accepted", invitation);
    if (invitation.answer === "refused") this.tell_("dismissed", invitation);
  }

  /** The panel opened or closed. */
  private turn_(): void {
    if (this.in_panel_ && !this.opened_) this.answer_(false);
    this.look_();
  }

  /** Where the site asks something first, the panel does so; writing there accepts. */
  private accept_(): void {
    if (this.host_.state().form.length === 0) this.answer_(true);
    this.host_.show(true);
  }

  private answer_(accepted: boolean): void {
    const open = open_invitation(this.host_.state());
    if (!open) return;
    const { invitation } = open;
    const frame = { type: "answer_invitation", invitation, accepted } as const;
    this.host_.ask((chat) => chat.wish({ wish: "answer", frame }));
  }

  private tell_(event: string, { invitation, kind }: Invitation): void {
    this.host_.emitter.emit(`invite:${event}`, { invitation, kind });
  }
}

function launcher_of(place: Element): HTMLElement | null {
  return place.querySelector<HTMLElement>(".launcher");
}

function focused(box: Element): Element | null {
  return (box.getRootNode() as ShadowRoot).activeElement;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  class_name = "",
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = class_name;
  return element;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = make("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

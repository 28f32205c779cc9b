// A visitor on a page with our script tag. Says what a person sees and does; the selectors stand
// here only.

import { person } from "./browser.mjs";
import { until } from "./until.mjs";

const WIDGET = "usher-widget";

// The panel speaks the page's language: what it says, in those of the demo's pages.
const WORDS = {
  waiting: /正在为您安排客服|Finding someone for you|客服上线后会回复您|We will answer when we are back/,
  assigned: /为您服务$|joined the chat$/,
  held: /客服暂时离开，稍后回来|Back with you in a moment/,
  in_service: /^(正在为您服务|Here to help)$/,
  ended: /结束了对话$|ended the conversation$/,
  reopen: /^(继续这个对话|Continue this one)$/,
  reconnecting: /正在重连|reconnecting/,
  sent: /^(已发送|Sent)$/,
  read: /^(已读|Read)$/,
};

// Below a message its time stands before the words.
const meta = (how_far) => new RegExp(WORDS[how_far].source.replace("^", ""));

export class Visitor {
  // `base`: the server's or a wire's address. `referer`: the page whose link is followed.
  static async arrive(browser, base, path = "/demo/index.html", { referer, ...options } = {}) {
    const visitor = new Visitor();
    const { context, errors } = await person(browser, options);
    Object.assign(visitor, { context, errors, base });
    visitor.page = await context.newPage();
    await visitor.go(path, referer);
    return visitor;
  }

  // The same browser, one more tab.
  async another_tab(path = "/demo/index.html") {
    const tab = new Visitor();
    const { context, errors, base } = this;
    Object.assign(tab, { context, errors, base });
    tab.page = await context.newPage();
    await tab.go(path);
    return tab;
  }

  async go(path, referer) {
    await this.page.goto(this.base + path, { referer });
    await this.launcher.waitFor();
  }

  get widget() {
    return this.page.locator(WIDGET);
  }
  get launcher() {
    return this.widget.locator("button.launcher");
  }
  get panel() {
    return this.widget.locator(".panel");
  }
  get composer() {
    return this.panel.locator("textarea");
  }
  get log() {
    return this.panel.getByRole("log");
  }

  // One that was open on the page before opens again by itself, with the launcher.
  async open_panel() {
    if (!(await this.panel.isVisible())) await this.launcher.waitFor();
    if ((await this.launcher.getAttribute("aria-expanded")) !== "true") await this.launcher.click();
    await this.composer.waitFor();
  }

  // Where the first message of a conversation goes.
  async pick_queue(name) {
    await this.panel.getByRole("radio", { name }).check();
  }

  get typing() {
    return this.log.locator(".bubble.dots");
  }

  async write(text) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  // [{mine, text}] in the order of the screen.
  messages() {
    return this.log.locator(".line:has(.bubble:not(.dots))").evaluateAll((lines) =>
      lines.map((line) => {
        const bubble = line.querySelector(".bubble").cloneNode(true);
        bubble.querySelector(".quiet")?.remove(); // who says it, for those who listen
        return { mine: line.hasAttribute("data-own"), text: bubble.textContent };
      }),
    );
  }

  async sees(text, wait_ms) {
    await until(
      `the visitor sees "${text}"`,
      async () => (await this.messages()).some((message) => message.text === text),
      wait_ms,
    );
  }

  // How far the visitor's last message has come: "sent" or "read".
  async sees_progress(how_far) {
    await this.log.locator(".meta").filter({ hasText: meta(how_far) }).last().waitFor();
  }

  // One of WORDS, said by the panel.
  async is_told(what, wait_ms = 30_000) {
    await this.panel.getByText(WORDS[what]).first().waitFor({ timeout: wait_ms });
  }

  async reopen() {
    await this.panel.getByRole("button", { name: WORDS.reopen }).click();
  }

  async leave() {
    await this.context.close();
  }
}

// A visitor on a page with our script tag. Says what a person sees and does; the selectors stand
// here only.

import { person } from "./browser.mjs";
import { until } from "./until.mjs";

const WIDGET = "usher-widget";

export class Visitor {
  // `base`: the server's or a wire's address.
  static async arrive(browser, base, path = "/demo/index.html", options = {}) {
    const visitor = new Visitor();
    const { context, errors } = await person(browser, options);
    Object.assign(visitor, { context, errors, base });
    visitor.page = await context.newPage();
    await visitor.go(path);
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

  async go(path) {
    await this.page.goto(this.base + path);
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
    return this.panel.getByRole("textbox", { name: "Message", exact: true });
  }
  get log() {
    return this.panel.getByRole("log");
  }

  async open_panel() {
    if (!(await this.panel.isVisible())) await this.launcher.click();
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

  // "Sent", "Delivered", "Read": what the panel says below the visitor's last message.
  async sees_progress(word) {
    await this.panel.getByText(word, { exact: true }).last().waitFor();
  }

  async sees_words(words) {
    await this.panel.getByText(words).first().waitFor();
  }

  async leave() {
    await this.context.close();
  }
}

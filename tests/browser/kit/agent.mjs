// An agent at the console. Says what a person sees and does; the selectors stand here only.

import { person } from "./browser.mjs";
import { until } from "./until.mjs";

export class Agent {
  static async at_the_door(browser, base, options = {}) {
    const agent = new Agent();
    const { context, errors } = await person(browser, options);
    Object.assign(agent, { context, errors, base });
    agent.page = await context.newPage();
    await agent.page.goto(`${base}/console/`);
    await agent.page.getByLabel("Login", { exact: true }).waitFor();
    return agent;
  }

  static async on_duty(browser, base, credentials, options = {}) {
    const agent = await Agent.at_the_door(browser, base, options);
    await agent.sign_in(credentials);
    await agent.go_online();
    return agent;
  }

  async sign_in({ login, password }) {
    await this.page.getByLabel("Login", { exact: true }).fill(login);
    await this.page.locator("input[name=password]").fill(password);
    await this.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await this.page.getByRole("tab", { name: /^Mine/ }).waitFor();
  }

  async go_online() {
    const status = this.page.getByRole("button", { name: /^My status/ });
    await status.waitFor();
    if (/Online/.test(await status.innerText())) return;
    await status.click();
    await this.page.getByRole("menuitemradio", { name: /^Online/ }).click();
    await this.page.getByRole("button", { name: /My status.*Online/ }).waitFor();
  }

  get log() {
    return this.page.getByRole("log");
  }
  get composer() {
    return this.page.getByRole("textbox", { name: "Reply", exact: true });
  }
  get offer() {
    return this.page.locator(".offer");
  }
  get details() {
    return this.page.getByRole("complementary", { name: "Visitor details" });
  }

  async accept() {
    await this.offer.first().getByRole("button", { name: /^Accept/ }).click();
    await this.composer.waitFor();
  }

  async write(text) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  // [{mine, text}] in the order of the screen.
  messages() {
    return this.log.locator(".message").evaluateAll((rows) =>
      rows.map((row) => ({
        mine: row.classList.contains("agent"),
        text: row.querySelector(".bubble")?.textContent ?? "",
      })),
    );
  }

  async sees(text, wait_ms) {
    await until(
      `the agent sees "${text}"`,
      async () => (await this.messages()).some((message) => message.text === text),
      wait_ms,
    );
  }

  async sees_progress(word) {
    await this.log.locator(".progress").getByText(word, { exact: true }).last().waitFor();
  }

  async sees_words(words) {
    await this.page.getByText(words).first().waitFor();
  }

  async close_conversation() {
    await this.page.getByRole("button", { name: "Close conversation" }).first().click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Close conversation" }).click();
    await this.page.getByText("You closed the conversation").last().waitFor();
  }

  async leave() {
    await this.context.close();
  }
}

// The administrator's hands where a spec is not about the pages: the same API that they use.

export class Api {
  static async of(base, credentials) {
    const api = new Api();
    api.base = base;
    api.headers = { "content-type": "application/json", origin: base };
    const answer = await api.send("POST", "session", credentials);
    api.headers.cookie = answer.headers.get("set-cookie").split(";")[0];
    return api;
  }

  async send(method, path, body) {
    const answer = await fetch(`${this.base}/api/v1/${path}`, {
      method,
      headers: this.headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async list(what) {
    return (await (await this.send("GET", what)).json())[what];
  }

  // Changes some members of all of a kind.
  async change_all(what, id, members) {
    for (const one of await this.list(what)) {
      const { [id]: name, ...rest } = one;
      await this.send("PUT", `${what}/${name}`, { ...rest, ...members(one) });
    }
  }
}

/** Where the server is, and what this browser lets the console keep. */

export function addresses(): { socket: string; poll: string; query: string } {
  const { origin, host, protocol } = location;
  const scheme = protocol === "https:" ? "wss" : "ws";
  return { socket: `${scheme}://${host}/ws/agent`, poll: `${origin}/poll`, query: "/agent" };
}

export function outboxStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

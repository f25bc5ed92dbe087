// Asking the server, over a network that lies: a café's sign-in page is no answer, nor is one that takes for ever.
const PATIENCE_MS = 8000;
const ROSTER_PATIENCE_MS = 60000;
// Whoever answers so is our server, and means this phone.
const STOPS = new Set(["device_revoked", "device_expired", "device_unknown"]);

// {status, body}; status 0 when no server of ours has answered, and `code` when it refused with a reason.
export async function ask(url, { token, body, patience = PATIENCE_MS } = {}) {
  const headers = { "X-Fair-App": "scanner", ...(token && { Authorization: `Bearer ${token}` }) };
  const options = body === undefined ? { headers } : { method: "POST", headers: { ...headers, "Content-Type": "application/json" } };
  if (body !== undefined) options.body = JSON.stringify(body);
  return patiently(url, options, patience, async (answer) => {
    if (!/\bjson\b/.test(answer.headers.get("Content-Type") || "")) return { status: 0 };
    const content = await answer.json();
    return { status: answer.status, body: content, code: answer.ok ? "" : content.code };
  });
}

// {status, revision, isWhole, bytes} of the entries above `since`; all of them from a server that was set back.
export function fetchRoster(slug, token, since) {
  const headers = { "X-Fair-App": "scanner", Authorization: `Bearer ${token}` };
  const url = `/api/v1/events/${slug}/roster?since=${since}`;
  return patiently(url, { headers }, ROSTER_PATIENCE_MS, async (answer) => {
    const revision = Number(answer.headers.get("X-Roster-Revision") ?? NaN);
    if (!answer.ok || !Number.isInteger(revision)) return { status: answer.ok ? 0 : answer.status };
    const isWhole = !since || answer.headers.get("X-Roster-Since") === "0";
    return { status: 200, revision, isWhole, bytes: new Uint8Array(await answer.arrayBuffer()) };
  });
}

// {status, cursor, isWhole, id, bytes} of the sealed list of names, and `code` when it is refused.
export function fetchNames(slug, token, since) {
  const headers = { "X-Fair-App": "scanner", Authorization: `Bearer ${token}` };
  return patiently(`/api/v1/events/${slug}/names?since=${since}`, { headers }, ROSTER_PATIENCE_MS, async (answer) => {
    const cursor = Number(answer.headers.get("X-Names-Cursor") ?? NaN);
    const isJson = /\bjson\b/.test(answer.headers.get("Content-Type") || "");
    if (!answer.ok) return { status: answer.status, code: isJson ? (await answer.json()).code : "" };
    if (!Number.isInteger(cursor)) return { status: 0 };
    const [id, isWhole] = [answer.headers.get("X-Names-Key"), answer.headers.get("X-Names-Since") === "0"];
    return { status: 200, cursor, isWhole, id, bytes: new Uint8Array(await answer.arrayBuffer()) };
  });
}

export function stops({ status, code }) {
  return status === 401 && STOPS.has(code);
}

async function patiently(url, options, patience, read) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patience);
  try {
    const always = { redirect: "error", cache: "no-store", credentials: "omit", signal: abort.signal };
    return await read(await fetch(url, { ...always, ...options }));
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

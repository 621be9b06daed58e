// Requests to the service (/openapi.yaml). The token goes into the header of requests to this server and nowhere else.

const storageKey = "docket-token";

/** The token of this tab, or nothing. */
export const token = {
  get value() { return sessionStorage.getItem(storageKey); },
  set value(text) { sessionStorage.setItem(storageKey, text); },
  forget() { sessionStorage.removeItem(storageKey); },
};

/** A problem as the service tells it (RFC 9457), or that it did not answer. */
export class Problem extends Error {
  constructor(status, members) {
    super(members.title ?? members.code);
    Object.assign(this, members, { status });
  }
}

const authorization = () => (token.value ? { Authorization: `Bearer ${token.value}` } : {});

function problemOf(status, type, body) {
  try {
    if (type?.startsWith("application/problem+json")) return new Problem(status, JSON.parse(body));
  } catch {
    // A proxy's own answer: its status is all there is.
  }
  return new Problem(status, { title: `HTTP ${status}` });
}

/** The answer to a request, or a `Problem`. */
export async function request(path, { method = "GET", headers = {}, body, signal } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method, body, signal, headers: { ...authorization(), ...headers }, redirect: "error", cache: "no-cache",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { code: "offline" });
  }
  if (response.ok) return response;
  throw problemOf(response.status, response.headers.get("Content-Type"), await response.text());
}

/** The JSON of an answer. */
export const json = async (path, options) => (await request(path, options)).json();

/** The path of something in a matter. */
export const matterPath = (matter, ...rest) =>
  ["/v1/matters", matter, ...rest].map((part, place) => (place === 0 ? part : encodeURIComponent(part))).join("/");

/** A path with those parameters that have a value. */
export function query(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** Sends a large body; `fetch` cannot tell how far it is. */
export function send(method, path, headers, body, progress) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open(method, path);
    for (const [name, value] of Object.entries({ ...authorization(), ...headers })) {
      sending.setRequestHeader(name, value);
    }
    sending.upload.onprogress = (event) => progress(event.loaded);
    sending.onerror = () => reject(new Problem(0, { code: "offline" }));
    sending.onload = () => {
      const { status, responseText } = sending;
      const header = (name) => sending.getResponseHeader(name);
      if (status >= 200 && status < 300) resolve({ status, text: responseText, header });
      else reject(problemOf(status, header("Content-Type"), responseText));
    };
    sending.send(body);
  });
}

// Asks the service, in the name of whoever reviews. An answer that is lost is told apart from one that says no.

const NAME = "findings.reviewer";
const SECONDS = 20;

// The service cannot be reached, is not itself, or takes too long: the same may be asked again.
export class Lost extends Error {}

// The service says no: asking the same again is of no use.
export class Refused extends Error {}

export const reviewer = {
  get name() {
    return localStorage.getItem(NAME) ?? "";
  },
  set name(name) {
    if (name) localStorage.setItem(NAME, name);
    else localStorage.removeItem(NAME);
    tell(name);
  },
};

// Pages that send forms say who does it by a cookie: what is promoted or settled there is written under the same name.
function tell(name) {
  const seconds = name ? 365 * 24 * 3600 : 0;
  document.cookie = `findings_reviewer=${encodeURIComponent(name)}; path=/; max-age=${seconds}; SameSite=Strict`;
}

tell(reviewer.name);

export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is for secure contexts only
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function answer(path, options) {
  try {
    return await fetch(path, { ...options, signal: AbortSignal.timeout(SECONDS * 1000) });
  } catch {
    throw new Lost("The service does not answer.");
  }
}

async function said(response) {
  try {
    return await response.json();
  } catch {
    throw new Lost("The service’s answer was cut off.");
  }
}

export async function ask(path, body, name = reviewer.name) {
  const headers = name ? { "Findings-Reviewer": name } : {};
  const options = { headers };
  if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body), keepalive: true }); // whoever leaves the page meanwhile
  if (body) headers["Content-Type"] = "application/json";
  const response = await answer(path, options);
  if (response.ok) return said(response);
  if (response.status >= 500 || [401, 403, 408, 429].includes(response.status)) {
    throw new Lost(`The service answers ${response.status}.`);
  }
  throw new Refused((await said(response)).detail ?? `The service answers ${response.status}.`);
}

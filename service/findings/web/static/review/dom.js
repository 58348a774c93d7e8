// Makes elements. Text is only ever text: nothing of a report becomes markup.

export function h(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const button = (text, key, act, extra = "") =>
  h(
    "button",
    { type: "button", className: `govuk-button govuk-button--secondary ${extra}`, onclick: act },
    key ? h("kbd", {}, key) : null,
    key ? " " : null,
    text,
  );

export const counted = (number, one) => `${number.toLocaleString("en-GB")} ${one}${number === 1 ? "" : "s"}`;
export const percent = (share) => `${Math.min(99, Math.round(100 * share))}%`;
export const byId = (id) => document.getElementById(id);

export function day(date) {
  return date ? new Date(date).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : "";
}

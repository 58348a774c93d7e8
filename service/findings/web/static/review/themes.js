// Chooses themes by typing: a box that lists the themes that fit, the foremost theme first.

import { button, h } from "./dom.js";
import { close, open } from "./tools.js";

const MOST = 3;

export function chooseThemes({ themes }, chosen, done) {
  const picked = [...chosen];
  let at = -1; // nothing is offered before something is typed, so that Enter alone is done
  let fitting = [];
  const list = h("ul", { id: "theme-list", className: "options", role: "listbox", "aria-label": "Themes" });
  const tokens = h("p", { className: "tokens", role: "status" });
  const input = h("input", {
    className: "govuk-input",
    autocomplete: "off",
    role: "combobox",
    "aria-label": "Theme",
    "aria-describedby": "tool-hint",
    "aria-expanded": "true",
    "aria-controls": "theme-list",
    "aria-autocomplete": "list",
    oninput: () => offer(input.value.trim() ? 0 : -1),
  });

  const name = (id) => themes.find((theme) => theme.id === id)?.name ?? id;
  const rank = (theme, typed) => {
    if (theme.name.toLowerCase().startsWith(typed)) return 0;
    if (theme.name.toLowerCase().includes(typed)) return 1;
    return theme.covers.toLowerCase().includes(typed) ? 2 : 3;
  };

  function offer(index) {
    const typed = input.value.trim().toLowerCase();
    fitting = themes.filter((theme) => !picked.includes(theme.id) && rank(theme, typed) < 3).sort((one, other) => rank(one, typed) - rank(other, typed));
    at = Math.max(-1, Math.min(index, fitting.length - 1));
    list.replaceChildren(...fitting.map(option));
    input.setAttribute("aria-activedescendant", fitting[at] ? `theme-${fitting[at].id}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function option(theme, index) {
    return h(
      "li",
      { id: `theme-${theme.id}`, role: "option", "aria-selected": String(index === at), onclick: () => pick(theme.id) },
      theme.name,
      h("span", { className: "options__covers" }, theme.covers),
    );
  }

  function tell() {
    const shown = picked.map((id) => button(name(id), "×", () => drop(id), "small"));
    tokens.replaceChildren(...(shown.length ? shown : ["No theme"]));
  }

  function pick(id) {
    if (picked.length === MOST) return say(`A finding has ${MOST} themes at most: take one away first (Backspace).`);
    picked.push(id);
    input.value = "";
    offer(-1);
    tell();
    return input.focus();
  }

  function drop(id) {
    picked.splice(picked.indexOf(id), 1);
    say("");
    offer(-1);
    tell();
    input.focus();
  }

  function finish() {
    close();
    done(picked);
  }

  const keys = {
    ArrowDown: () => offer(at + 1),
    ArrowUp: () => offer(at - 1),
    Enter: () => (fitting[at] ? pick(fitting[at].id) : input.value.trim() || finish()),
  };
  const hint = "Type a few letters, Enter takes the theme; Enter in the empty box is done, Backspace takes the last one away.";
  const say = open("Themes", hint, keys, tokens, input, list, button("Done", "Enter", finish));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !input.value && picked.length) drop(picked.at(-1));
  });
  offer(-1);
  tell();
  input.focus();
}

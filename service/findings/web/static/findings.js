// Adds to pages that work without it: keys, and sending several files with progress.

import "./keys.js";
import "./send.js";

for (const element of document.querySelectorAll("[data-without-script]")) element.remove();
document.querySelector("[data-focus]")?.focus();

// On a narrow screen results come first: what is only open for width is closed.
if (matchMedia("(max-width: 48rem)").matches) {
  for (const element of document.querySelectorAll("[data-open-wide]")) element.open = false;
}

// Pages work without this file; it only helps.
"use strict";

// After a page or a part of one with errors has come, begin where the errors are listed.
function beginAtErrors(within) {
  const summary = within.querySelector("[data-focus]");
  if (summary) summary.focus();
}

// A form sent twice records once anyway; this spares the second journey. htmx sees to its own.
function sendOnce(event) {
  if (event.target.hasAttribute("hx-post")) return;
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "yes";
}

document.addEventListener("submit", sendOnce);
document.addEventListener("DOMContentLoaded", () => beginAtErrors(document));
document.addEventListener("htmx:after:swap", () => beginAtErrors(document));
// A page taken back from the browser's memory may send its forms again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

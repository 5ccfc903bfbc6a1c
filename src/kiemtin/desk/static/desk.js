/* An enhancement only: the answer takes the place of <main> without loading the page again. What a screen reader says,
   where the focus goes, and what happens when nothing answers is decided here. */
"use strict";
(() => {
  const announcement = document.getElementById("announcement");
  const say = (words, shown) => {
    announcement.classList.toggle("shown", shown);
    announcement.classList.toggle("unseen", !shown);
    announcement.textContent = words;
  };
  const busy = (is) => document.querySelector("main").setAttribute("aria-busy", String(is));

  document.addEventListener("htmx:before:request", () => {
    busy(true);
    say(announcement.dataset.waiting, false);
  });
  document.addEventListener("htmx:after:swap", () => {
    const answer = document.getElementById("outcome") || document.getElementById("text");
    say(answer && answer.id === "outcome" ? answer.textContent : "", false);
    window.scrollTo(0, 0);
    if (answer) answer.focus({ preventScroll: answer.id === "outcome" });
  });
  document.addEventListener("htmx:error", () => {
    busy(false);
    say(announcement.dataset.failed, true);
  });
})();

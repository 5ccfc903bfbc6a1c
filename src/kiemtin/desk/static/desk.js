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

  let sent = null;
  const chooseAgain = (form) => {
    const image = form.querySelector("#image");
    const before = sent.querySelector("#image");
    if (!image || !before) return;
    image.files = before.files;
    image.dispatchEvent(new Event("change", { bubbles: true }));
  };
  /* Whoever is turned away keeps what they wrote, to send again or to shorten; it stays in this page alone. */
  const giveBack = () => {
    const main = document.querySelector("main");
    if (!sent) return;
    if (main.querySelector("form.ask")) {
      if (main.querySelector("#complaint")) chooseAgain(main.querySelector("form.ask"));
      return;
    }
    const form = sent.cloneNode(true);
    form.removeAttribute("data-htmx-powered");
    form.querySelector("#complaint")?.remove();
    form.querySelector("#text").removeAttribute("aria-invalid");
    form.querySelector("#text").setAttribute("aria-describedby", "kept");
    form.querySelector("#text").value = sent.querySelector("#text").value;
    main.querySelector(".back")?.remove();
    main.append(form);
    htmx.process(form);
    chooseAgain(form);
  };

  /* A picture takes its time on the way, on a slow connection longer than any text; without one, a text is sent as ever. */
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    const fields = [...request.body.entries()];
    if (fields.some(([, value]) => value.size)) request.timeout = 90000;
    else request.body = new URLSearchParams(fields.filter(([, value]) => typeof value === "string"));
  });

  document.addEventListener("htmx:before:request", (event) => {
    sent = event.target.closest("form.ask");
    busy(true);
    say(announcement.dataset.waiting, false);
  });
  document.addEventListener("htmx:after:swap", () => {
    giveBack();
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

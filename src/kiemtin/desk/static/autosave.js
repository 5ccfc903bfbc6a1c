/* An enhancement only: what is typed in a draft is saved a few seconds after the last letter, and on leaving the page.
   Nothing is kept in the browser but the page itself: a desk's computer may be shared. Whatever goes wrong, the page stays
   as it is, says so, and asks before it is left. */
"use strict";
(() => {
  const RETRY = 10000;
  const MOST_ON_LEAVING = 60000; /* browsers send 64 KiB of a page that is gone, and no more */
  const form = document.querySelector("form.editor");
  const status = document.getElementById("saving");
  if (!form || !status) return;
  const field = (name) => form.elements[name];
  const typed = () => {
    const body = new URLSearchParams(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", "version", "step"]) body.delete(name);
    return body.toString();
  };
  const sent = () => new URLSearchParams({
    csrfmiddlewaretoken: field("csrfmiddlewaretoken").value, version: field("version").value, step: "by-itself",
  }) + "&" + typed();

  let saved = document.getElementById("complaint") ? "" : typed(); /* what the desk has, as far as this page knows */
  let timer = 0;
  let going = null; /* the save that is on its way, so that no two overtake each other */
  let stopped = false; /* somebody has to decide something first */
  let leaving = false;
  const dirty = () => typed() !== saved;

  const say = (words, link) => {
    status.classList.toggle("trouble", Boolean(link) || words !== status.dataset.last);
    if (status.dataset.words === words) return; /* said once is enough for whoever hears it */
    status.dataset.words = words;
    status.replaceChildren(words);
    if (link) {
      const there = document.createElement("a");
      there.href = status.dataset.signInAt;
      there.target = "_blank";
      there.rel = "noopener";
      there.textContent = status.dataset.signIn;
      status.append(" ", there);
    }
  };
  const time = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const sayDone = () => say(status.dataset.last = status.dataset.saved.replace("{time}", time()));

  const ask = (body, keepalive) => fetch(form.action, {
    method: "POST", body: new URLSearchParams(body), redirect: "manual", keepalive, headers: { Accept: "application/json" },
  });
  /* Signing in again, in another tab, makes a new token; the page has to learn it, and nothing else. */
  const renewToken = async () => {
    const answer = await fetch(form.action, { redirect: "manual" });
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = fresh.querySelector("[name=csrfmiddlewaretoken]");
    if (token) field("csrfmiddlewaretoken").value = token.value;
    return Boolean(token);
  };
  const answered = async () => {
    const answer = await ask(sent());
    return answer.status === 403 && await renewToken() ? ask(sent()) : answer;
  };

  const save = async () => {
    const now = typed();
    let answer = null;
    try {
      answer = await answered();
    } catch {
      say(navigator.onLine ? status.dataset.failed : status.dataset.offline);
      again(RETRY);
      return;
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      say(status.dataset.signedOut, true);
      return;
    }
    if (answer.ok) {
      field("version").value = (await answer.json()).version;
      saved = now;
      sayDone();
      if (dirty()) again();
      return;
    }
    if (answer.status >= 500 || answer.status === 429) {
      say(status.dataset.failed);
      again(RETRY);
      return;
    }
    const refusal = await answer.json().catch(() => ({}));
    stopped = Boolean(refusal.decide);
    say(refusal.said || status.dataset.failed);
  };
  const inTurn = () => going ||= save().finally(() => { going = null; });
  const again = (after = Number(form.dataset.after)) => {
    clearTimeout(timer);
    if (form.dataset.after && !stopped) timer = setTimeout(() => { if (dirty()) inTurn(); }, after);
  };

  form.addEventListener("input", () => again());
  form.addEventListener("change", () => again());
  window.addEventListener("online", () => again(0));
  /* Back from the tab in which they signed in, or gone to another one: a good moment. */
  document.addEventListener("visibilitychange", () => again(0));

  /* A button first asks whether anybody is signed in: the page for signing in would take the place of what was typed. */
  const isHeard = async () => {
    try {
      if (await renewToken()) return true;
      say(status.dataset.signedOut, true);
    } catch {
      say(status.dataset.offline);
    }
    return false;
  };
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    clearTimeout(timer);
    if (going) await going;
    if (!await isHeard()) return;
    leaving = true;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("pageshow", () => { leaving = false; });

  window.addEventListener("beforeunload", (event) => {
    if (leaving || !dirty()) return;
    const body = sent();
    if (form.dataset.after && !stopped && !status.querySelector("a") && navigator.onLine && body.length < MOST_ON_LEAVING) {
      ask(body, true).catch(() => {});
      return;
    }
    event.preventDefault();
  });
})();

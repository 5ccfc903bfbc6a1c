// Passkeys: the browser makes one, or signs with one. Without this script, passwords and codes do the same.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function asked(options) {
    const made = { ...options, challenge: bytes(options.challenge) };
    if (made.user) made.user = { ...made.user, id: bytes(made.user.id) };
    if (made.excludeCredentials) made.excludeCredentials = known(made.excludeCredentials);
    if (made.allowCredentials) made.allowCredentials = known(made.allowCredentials);
    return made;
  }

  function written(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function begin(form) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const answer = await fetch(form.dataset.begin, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.redirected && form.dataset.confirm) {
      location.assign(form.dataset.confirm);
      return null;
    }
    if (!answer.ok) throw new Error("refused");
    return asked((await answer.json()).publicKey);
  }

  async function use(form) {
    const publicKey = await begin(form);
    if (!publicKey) return;
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = written(credential);
    form.submit();
  }

  for (const form of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
    const complaint = form.querySelector(".complaint");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      complaint.hidden = true;
      use(form).catch(() => {
        complaint.textContent = form.dataset.failed;
        complaint.hidden = false;
      });
    });
  }
})();

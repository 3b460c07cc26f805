// Passkeys: forms marked data-passkey ask the server what to ask the device, and carry its answer there.
// `get` signs in, `create` makes one. What is shown is written by the server, into attributes of the form.
"use strict";
(() => {
  const root = document.documentElement;
  if (!window.PublicKeyCredential || !navigator.credentials || root.dataset.passkeys) return;
  // Whatever has to do with passkeys is hidden until here.
  root.dataset.passkeys = "";

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");

  const asked = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.excludeCredentials, options.allowCredentials]) {
      for (const known of list ?? []) known.id = bytes(known.id);
    }
    return { publicKey: options };
  };

  const answered = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  };

  const run = async (form) => {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("credential");
    const answer = await fetch(`${form.getAttribute("action")}/reto`, { method: "POST", body: fields });
    const told = await answer.json();
    // Something else is to be told: the page does.
    if (told.go) return location.assign(told.go);
    const credential = await navigator.credentials[form.dataset.passkey](asked(told.options));
    form.elements.credential.value = answered(credential);
    form.submit();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    const status = form.querySelector("[role=status]");
    status.textContent = form.dataset.ask;
    button.disabled = true;
    try {
      await run(form);
    } catch (error) {
      // The person closed the window of the device or let it wait, or has this site's passkey there already.
      const why = { NotAllowedError: form.dataset.closed, AbortError: form.dataset.closed, InvalidStateError: form.dataset.known };
      status.textContent = why[error.name] ?? form.dataset.failed;
      button.disabled = false;
    }
  });
})();

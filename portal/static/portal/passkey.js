// A passkey is made or shown by the browser; the form then carries what the browser said.
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  const block = document.getElementById("passkey-options");
  if (!form || !block) return;
  const unable = document.querySelector("[data-unable]");
  const given = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const told = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

  const asked = () => {
    const options = JSON.parse(block.textContent).publicKey;
    options.challenge = given(options.challenge);
    if (options.user) options.user.id = given(options.user.id);
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      options[list] = (options[list] || []).map((one) => ({ ...one, id: given(one.id) }));
    }
    return options;
  };

  const said = (credential) => {
    const response = {};
    for (const part of parts) {
      if (credential.response[part]) response[part] = told(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: told(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: {},
    });
  };

  const fail = () => {
    if (unable) unable.hidden = false;
  };

  if (!window.PublicKeyCredential) {
    fail();
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    try {
      const publicKey = asked();
      const way = form.dataset.passkey === "new" ? "create" : "get";
      form.elements.answer.value = said(await navigator.credentials[way]({ publicKey }));
      form.submit();
    } catch {
      fail(); // the person said no, or the device has none
    }
  });
})();

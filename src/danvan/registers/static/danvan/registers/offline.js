// Lines written without a connection: kept in this browser, sent later exactly once.
//
// A line is kept before it is sent and dropped once the server has it, so nothing is
// lost between. Its key makes it one line however often it is sent. Lines of another
// account stay where they are until that one signs in.
"use strict";
(() => {
  const PREFIX = "danvan.kept.";
  const WAIT = 15000; // milliseconds
  const box = document.querySelector("[data-kept]");
  if (!box) return;
  const words = box.dataset;
  const form = document.querySelector("form.dv-quick");
  const hidden = new Set(["csrfmiddlewaretoken", "key"]);
  let sending = false;

  const kept = () =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => {
        try {
          return JSON.parse(localStorage.getItem(name));
        } catch {
          return null;
        }
      })
      .filter((line) => line && line.user === words.user)
      .sort((a, b) => a.at - b.at);
  const keep = (line) => localStorage.setItem(PREFIX + line.key, JSON.stringify(line));
  const drop = (line) => localStorage.removeItem(PREFIX + line.key);

  const newKey = () => {
    // randomUUID exists on secure addresses alone; an office may have plain ones.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  };

  const ask = async (address, options) => {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), WAIT);
    try {
      return await fetch(address, {
        credentials: "same-origin",
        redirect: "manual",
        cache: "no-store",
        signal: control.signal,
        ...options,
      });
    } finally {
      clearTimeout(timer);
    }
  };

  // What the server says of a line: sent, refused, signed-out or unreached.
  const send = async (line, token) => {
    const body = new URLSearchParams(line.fields);
    body.set("key", line.key);
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const answer = await ask(line.address, { method: "POST", headers, body });
    if (answer.type === "opaqueredirect") return { state: "signed-out" };
    if (answer.ok) return { state: "sent", ...(await answer.json()) };
    if (answer.status === 422) return { state: "refused", ...(await answer.json()) };
    return { state: "unreached" };
  };

  const sendOne = async (line, token) => {
    let said = { state: "unreached" };
    try {
      said = await send(line, token);
    } catch {
      // No connection, or none that answers.
    }
    if (said.state === "sent") drop(line);
    if (said.state === "refused") keep({ ...line, problems: said.problems });
    return said;
  };

  // The token and the session may have changed since the line was written.
  const fresh = async () => {
    const answer = await ask(words.state, { headers: { Accept: "application/json" } });
    if (answer.type === "opaqueredirect") return { state: "signed-out" };
    if (!answer.ok) return { state: "unreached" };
    const said = await answer.json();
    return said.user === words.user ? said : { state: "signed-out" };
  };

  const sendAll = async () => {
    const waiting = kept().filter((line) => !line.problems);
    if (sending || waiting.length === 0) return show();
    sending = true;
    let sent = 0;
    let told = "";
    try {
      const now = await fresh();
      if (now.state === "signed-out") told = words.signIn;
      else if (now.token) {
        for (const line of waiting) {
          const said = await sendOne(line, now.token);
          if (said.state === "sent") sent += 1;
          if (said.state === "signed-out") told = words.signIn;
          if (said.state === "unreached" || said.state === "signed-out") break;
        }
      }
    } catch {
      // Tried again when the connection is back, or by the button.
    }
    sending = false;
    show(told, sent);
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const button = (text, work) => {
    const made = element("button", "govuk-button govuk-button--secondary", text);
    made.type = "button";
    made.addEventListener("click", work);
    return made;
  };

  const summary = (line) => {
    const day = (line.fields.find(([name]) => name === "day") || [])[1] || "";
    const said = line.fields
      .filter(([name, value]) => name.startsWith("v-") && value)
      .map(([, value]) => value);
    return `${line.book}, ${day.split("-").reverse().join("/")}: ${said.join("; ")}`;
  };

  const item = (line) => {
    const made = element("li", "");
    made.append(element("p", "govuk-body govuk-!-margin-bottom-1 dv-typed", summary(line)));
    if (line.problems) {
      for (const problem of line.problems) {
        made.append(element("p", "govuk-error-message", problem));
      }
      made.append(button(words.mend, () => mend(line)), " ");
    }
    made.append(
      button(words.discard, () => {
        if (window.confirm(words.sure)) {
          drop(line);
          show();
        }
      }),
    );
    return made;
  };

  const counted = (text, n) => text.replace("0", String(n));

  const show = (told = "", sent = 0) => {
    const lines = kept();
    const waiting = lines.filter((line) => !line.problems).length;
    const refused = lines.length - waiting;
    box.hidden = lines.length === 0 && sent === 0 && !told;
    const said = [];
    if (sent) said.push(counted(words.sent, sent));
    if (waiting) said.push(counted(words.waiting, waiting));
    if (refused) said.push(counted(words.refused, refused));
    if (told) said.push(told);
    box.querySelector("[data-kept-said]").textContent = said.join(" ");
    box.querySelector("[data-kept-list]").replaceChildren(...lines.map(item));
    box.querySelector("[data-kept-send]").hidden = waiting === 0;
  };

  const fill = (line) => {
    for (const [name, value] of line.fields) {
      for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (control.type === "radio") control.checked = control.value === value;
        else control.value = value;
      }
    }
    form.querySelector("[name=key]").value = line.key;
  };

  const mend = (line) => {
    if (!form || line.address !== words.send) {
      window.location.assign(`${line.page}?kept=${line.key}`);
      return;
    }
    fill(line);
    form.querySelector("[name=day]").focus();
  };

  const again = () => {
    form.reset();
    form.querySelector("[name=key]").value = newKey();
    form.querySelector("[name=day]").focus();
  };

  const hasFile = () =>
    [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);

  const written = () => ({
    key: form.querySelector("[name=key]").value,
    user: words.user,
    book: words.book,
    address: words.send,
    page: window.location.pathname,
    at: Date.now(),
    fields: [...new FormData(form)].filter(
      ([name, value]) => !hidden.has(name) && typeof value === "string",
    ),
  });

  if (form && words.send) {
    form.addEventListener("submit", async (event) => {
      // A file cannot be kept; and without a key nothing would be sent once only.
      if (hasFile() || !form.querySelector("[name=key]").value) return;
      event.preventDefault();
      if (sending) return;
      sending = true;
      const line = written();
      try {
        keep(line);
      } catch {
        sending = false;
        form.submit(); // no room to keep it: then as without this script
        return;
      }
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      const said = navigator.onLine ? await sendOne(line, token) : {};
      sending = false;
      if (said.state === "sent") {
        window.location.assign(said.url);
      } else if (said.state === "refused") {
        drop(line); // the page itself says what is wrong, beside each field
        form.submit();
      } else {
        again();
        show(said.state === "signed-out" ? words.signIn : "");
        if (navigator.onLine && said.state !== "signed-out") sendAll();
      }
    });
    const wanted = new URLSearchParams(window.location.search).get("kept");
    const line = kept().find((one) => one.key === wanted);
    if (line) fill(line);
  }

  box.querySelector("[data-kept-send]").addEventListener("click", sendAll);
  window.addEventListener("online", sendAll);
  window.addEventListener("storage", () => show());
  show();
  sendAll();
})();

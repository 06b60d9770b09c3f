// Makes the pages quicker to use. Everything works without it.
"use strict";
(() => {
  const FRAGMENT = { "X-Fragment": "1" };
  const TYPING_PAUSE = 250; // milliseconds

  const post = async (address, fields) => {
    const response = await fetch(address, {
      method: "POST", headers: FRAGMENT, body: new URLSearchParams(fields), redirect: "error",
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { status: response.status, content: page.body };
  };

  // --- the conversation: answers appear below each other, the address follows the last one
  const conversation = document.getElementById("conversation");
  const form = document.getElementById("ask");
  if (conversation && form) {
    const text = form.elements.text;
    let busy = false;

    const show = (node) => {
      conversation.append(node);
      return node;
    };
    const say = (words) => {
      const said = document.createElement("p");
      said.className = "said";
      said.setAttribute("aria-label", conversation.dataset.you);
      said.setAttribute("role", "note");
      said.textContent = words;
      return show(said);
    };
    const ask = async (words, fields) => {
      if (busy || !words.trim()) return;
      busy = true;
      const said = say(words);
      try {
        const { content } = await post("/ask", { ...fields, context: form.elements.context.value });
        const card = content.querySelector("article");
        if (!card) throw new Error("no answer");
        show(card);
        if (card.dataset.context) form.elements.context.value = card.dataset.context;
        if (card.dataset.address) history.replaceState(null, "", card.dataset.address);
        text.value = "";
        document.body.classList.add("talking");
        // A long question must not hide its answer, nor a short answer pull the box off the foot.
        const hidden = said.offsetHeight > innerHeight / 2;
        const fits = card.offsetHeight + form.offsetHeight < innerHeight;
        (hidden ? card : said).scrollIntoView({ block: hidden && fits ? "end" : "start" });
        card.querySelector("h2").focus({ preventScroll: true });
      } catch {
        const note = document.createElement("p");
        note.className = "warning";
        note.setAttribute("role", "alert");
        note.textContent = conversation.dataset.failed;
        show(note);
      } finally {
        busy = false;
      }
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(text.value, { text: text.value });
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    document.querySelector("form.examples")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const words = event.submitter?.value ?? "";
      ask(words, { text: words });
    });
    conversation.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-choice]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      ask(link.textContent, { choice: link.dataset.choice });
    });
  }

  // --- search while typing
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  if (search && found) {
    let timer = 0;
    let turn = 0;
    search.elements.q.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const mine = ++turn;
        try {
          const { status, content } = await post("/search", { q: search.elements.q.value });
          if (mine === turn && status === 200) found.replaceChildren(...content.childNodes);
        } catch {
          // The button still works.
        }
      }, TYPING_PAUSE);
    });
  }

  // --- copy and print
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  // --- in a frame: tell the page around it how tall the box is, and nothing else
  if (document.body.classList.contains("embedded") && window.parent !== window) {
    const tell = () => window.parent.postMessage(
      { ethicsGuideHeight: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*",
    );
    new ResizeObserver(tell).observe(document.documentElement);
    tell();
  }
})();

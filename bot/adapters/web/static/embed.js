// Puts the ethics guide's box after its own <script> element. The page around it learns only how
// tall the box wants to be.
"use strict";
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  frame.src = `${home}/embed`;
  frame.title = script.dataset.title || "Ethics guide";
  frame.loading = "lazy";
  frame.referrerPolicy = "no-referrer";
  Object.assign(frame.style, { width: "100%", height: "18rem", border: "0", colorScheme: "normal" });
  script.after(frame);
  window.addEventListener("message", (event) => {
    const height = event.data?.ethicsGuideHeight;
    if (event.source === frame.contentWindow && event.origin === home && Number.isFinite(height)) {
      frame.style.height = `${Math.min(Math.max(height, 120), 4000)}px`;
    }
  });
})();

// Keeps the marked regions of an open page as the server says. Without it nothing is missing: the page has a link to
// refresh it.
"use strict";
(() => {
  // What was done is said once: not again where the page is loaded again.
  if (document.querySelector(".notice.good")) {
    const address = new URL(window.location.href);
    address.searchParams.delete("notice");
    window.history.replaceState(null, "", address);
  }
  const link = document.querySelector("[data-live-url]");
  if (!link || !window.EventSource) return;
  // By which an element is known again in what replaces its region.
  const mark = (element) =>
    [element.tagName, element.id, element.getAttribute("href"), element.name,
      element.form && element.form.getAttribute("action"), element.textContent.trim()].join("\n");

  const replace = (region, html) => {
    const focused = region.contains(document.activeElement) ? mark(document.activeElement) : null;
    const open = new Set([...region.querySelectorAll("details[open] > summary")].map(mark));
    region.innerHTML = html;
    for (const summary of region.querySelectorAll("details > summary")) {
      if (open.has(mark(summary))) summary.parentElement.open = true;
    }
    if (focused === null) return;
    const again = [...region.querySelectorAll("a, button, input, select, summary, [tabindex]")]
      .find((element) => mark(element) === focused);
    // What was focused may be gone; the keyboard then goes on from the region.
    if (!again) region.tabIndex = -1;
    (again || region).focus({ preventScroll: true });
  };

  // What has only grown older is not read out.
  const quietly = (region, change) => {
    const manner = region.getAttribute("aria-live");
    if (manner) region.setAttribute("aria-live", "off");
    change();
    if (manner) window.setTimeout(() => region.setAttribute("aria-live", manner), 500);
  };

  let events;
  let patience = 2000;
  const connect = () => {
    events = new EventSource(link.dataset.liveUrl);
    events.addEventListener("open", () => { patience = 2000; });
    events.addEventListener("regions", show);
    events.addEventListener("end", () => events.close());
    // The browser tries again where a connection breaks, but not where it is refused, as where too many pages are open.
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED) return;
      window.setTimeout(connect, patience);
      patience = Math.min(2 * patience, 60000);
    });
  };

  const show = (event) => {
    const { regions, quiet } = JSON.parse(event.data);
    for (const [name, html] of Object.entries(regions)) {
      const region = document.querySelector(`[data-live="${CSS.escape(name)}"]`);
      if (!region) continue;
      const incoming = document.createElement("template");
      incoming.innerHTML = html;
      if (incoming.innerHTML === region.innerHTML) continue;
      if (quiet) quietly(region, () => replace(region, html));
      else replace(region, html);
    }
  };

  connect();
  window.addEventListener("pagehide", () => events.close());
  // A page that comes back from the browser's memory has lost its stream.
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
})();

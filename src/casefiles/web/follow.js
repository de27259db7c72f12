(() => {
  "use strict";
  // A page opened from a folder may not fetch, but it may load a script beside it: watch.js names the page's last version.
  const made = document.documentElement.dataset.made;
  const said = document.getElementById("follow-state");
  const button = document.getElementById("follow-button");
  const words = {
    on: "This page loads itself again when a file changes.",
    off: "This page stays as it is.",
    newer: "There is a newer page; it is loaded when nothing is selected in this one.",
    gone: "casefiles watch has ended, so this page stays as it is.",
  };
  const focusable = "a[href], button, [tabindex]";
  let failures = 0;

  function remembered() {
    try { return JSON.parse(sessionStorage.getItem("casefiles") || "{}"); } catch { return {}; }
  }
  function remember(more) {
    try { sessionStorage.setItem("casefiles", JSON.stringify({ ...remembered(), ...more })); } catch { /* not kept */ }
  }
  function say(text) {
    if (said.textContent !== text) said.textContent = text;
  }
  function name(element) {
    return element.id || element.getAttribute("href") || element.getAttribute("aria-label") || "";
  }
  function alike(wanted) {
    return [...document.querySelectorAll(focusable)].filter((element) => name(element) === wanted);
  }
  function leave() {
    const here = document.activeElement;
    const focus = here && here !== document.body ? [name(here), alike(name(here)).indexOf(here)] : null;
    const sideways = [...document.querySelectorAll(".wide")].filter((each) => each.scrollLeft).map((each) => [name(each), each.scrollLeft]);
    remember({ back: { x: scrollX, y: scrollY, focus, sideways } });
    location.reload();
  }
  function come() {
    const { back } = remembered();
    if (!back) return;
    remember({ back: null });
    if (back.focus) {
      const found = alike(back.focus[0]);
      (found[back.focus[1]] || found[0])?.focus({ preventScroll: true });
    }
    for (const [wanted, left] of back.sideways) alike(wanted).forEach((each) => { each.scrollLeft = left; });
    scrollTo({ left: back.x, top: back.y, behavior: "instant" });
  }
  function following() {
    return remembered().following !== false;
  }
  function show() {
    button.textContent = following() ? "Stop loading again" : "Load again on changes";
    say(following() ? words.on : words.off);
  }

  window.casefilesMade = (latest) => {
    failures = 0;
    if (!following()) return;
    if (latest === made) say(words.on);
    else if (getSelection().isCollapsed) leave();
    else say(words.newer);
  };
  function ask() {
    if (!following()) return;
    const script = document.createElement("script");
    script.src = `watch.js?${Date.now()}`;
    script.onload = () => script.remove();
    script.onerror = () => {
      script.remove();
      failures += 1;
      if (failures === 3) say(words.gone);
    };
    document.head.append(script);
  }
  button.addEventListener("click", () => { remember({ following: !following() }); show(); ask(); });
  addEventListener("load", come);
  show();
  setInterval(ask, 1000);
})();

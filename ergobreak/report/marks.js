"use strict";
// What a mark of a chart stands for, by pointer, by touch and by arrow keys. Without this script the
// browser shows the titles by itself, after a while, and the tables hold everything.
(() => {
  const tip = document.getElementById("tip");
  let shown = null;

  const said = (mark) => mark.dataset.said;

  function show(mark) {
    if (mark === shown) return;
    if (shown) shown.classList.remove("is-shown");
    shown = mark;
    tip.hidden = !mark;
    if (!mark) return;
    mark.classList.add("is-shown");
    tip.textContent = said(mark);
    put();
  }

  function put() {
    if (!shown) return;
    const box = shown.getBoundingClientRect();
    const edge = 8;
    const left = box.left + box.width / 2 - tip.offsetWidth / 2;
    const above = box.top - tip.offsetHeight - edge;
    tip.style.left = `${Math.max(edge, Math.min(left, innerWidth - tip.offsetWidth - edge))}px`;
    tip.style.top = `${above > edge ? above : box.bottom + edge}px`;
  }

  for (const mark of document.querySelectorAll(".mark")) {
    const title = mark.querySelector("title");
    const text = title ? title.textContent : mark.getAttribute("title");
    if (!text) continue;
    mark.dataset.said = text;
    // Two tips at once would cover each other.
    if (title) title.remove();
    else mark.removeAttribute("title");
    mark.addEventListener("pointerenter", () => show(mark));
    mark.addEventListener("pointerleave", () => show(null));
  }

  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  for (const chart of document.querySelectorAll(".marks")) {
    const marks = [...chart.querySelectorAll(".mark")].filter(said);
    if (!marks.length) continue;
    chart.tabIndex = 0;
    let place = -1;
    chart.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return show(null);
      if (event.key === "Home" || event.key === "End") place = event.key === "Home" ? 0 : marks.length - 1;
      else if (event.key in steps) place = Math.max(0, Math.min(marks.length - 1, place + steps[event.key]));
      else return;
      event.preventDefault();
      marks[place].scrollIntoView({ block: "nearest" });
      show(marks[place]);
    });
    chart.addEventListener("blur", () => show(null));
  }
  addEventListener("scroll", put, { passive: true, capture: true });
})();

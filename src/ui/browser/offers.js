// What a page offers beside its figures: a word over it, its address for somebody else, a place on the home screen.
"use strict";

const root = document.documentElement;

/** Words of scripts, in the page's language. */
export const say = (spanish, english) => (root.lang.startsWith("en") ? english : spanish);

/** A word over the page, for a while. */
export const note = (text) => {
  document.getElementById("shut")?.remove();
  const word = document.createElement("p");
  word.id = "shut";
  word.setAttribute("role", "alert");
  word.textContent = text;
  document.body.append(word);
  setTimeout(() => word.remove(), 7_000);
};
window.addEventListener("falcon-note", ({ detail }) => note(detail));

// Opened in Telegram by somebody whom another door let in: its client is worn all the same.
if (location.hash.includes("tgWebApp") && !window.falconTelegram) {
  const script = document.createElement("script");
  script.src = "/telegram.js";
  document.head.append(script);
}

// The sheet of filters goes when it was said that they are as wanted; a button that sends a form cannot close it by itself.
document.addEventListener("submit", ({ target }) => target.matches?.(":popover-open") && target.hidePopover());

// What is seen, for somebody else: Telegram's client asks for whom (telegram.js), or the device, or it is copied.
document.addEventListener("click", async ({ target }) => {
  if (!target.closest?.("[data-share]")) return;
  const [title, url] = [document.title, location.href];
  try {
    if (window.falconShare) await window.falconShare(title);
    else if (navigator.share && matchMedia("(pointer: coarse)").matches) await navigator.share({ title, url });
    else {
      await navigator.clipboard.writeText(url);
      note(say("Enlace copiado. Quien lo abra verá lo que su rol permite.", "Link copied. Whoever opens it sees what their role allows."));
    }
  } catch (error) {
    if (error.name !== "AbortError") note(say("No se pudo compartir. Copia la dirección de esta página.", "It could not be shared. Copy this page's address."));
  }
});

// On a phone the bar with the selection is in sight wherever the page is scrolled to, and the filters are not: it opens them.
document.addEventListener("click", ({ target }) => target.closest?.(".pinned") && document.getElementById("filtros")?.showPopover?.());

// The bubble of a chart's month, under the pointer or else where the focus is.
const svg = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries({ class: "tip", "aria-hidden": "true", ...attributes })) made.setAttribute(key, value);
  return made;
};
let under;
const bubble = () => {
  for (const old of document.querySelectorAll(".chart .tip")) old.remove();
  const point = under?.isConnected ? under : document.activeElement?.closest("a.pt");
  if (!point) return;
  const chart = point.ownerSVGElement;
  const dots = chart.querySelector(".dots").getAttribute("d").split("M").slice(1);
  const dot = dots[[...point.parentNode.children].indexOf(point)];
  // While the chart is told anew its months and their dots are not the same ones.
  if (!dot) return;
  const [x, y] = dot.split(/[ h]/).map(Number);
  const words = svg("text", { y: 15 });
  words.textContent = point.querySelector("title").textContent;
  const shape = svg("path", {});
  point.append(shape, words);
  const width = words.getComputedTextLength() + 16;
  const left = Math.max(0, Math.min(x - width / 2, chart.viewBox.baseVal.width - width));
  words.setAttribute("x", left + width / 2);
  const box = `M${left + 6} 0h${width - 12}a6 6 0 0 1 6 6v10a6 6 0 0 1-6 6h-${width - 12}a6 6 0 0 1-6-6V6a6 6 0 0 1 6-6z`;
  shape.setAttribute("d", `${box}M${x} 22h1V${y}h-1zM${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z`);
};
document.addEventListener("pointerover", ({ target }) => {
  const point = target.closest?.("a.pt") ?? undefined;
  if (point === under) return;
  under = point;
  bubble();
});
document.addEventListener("focusin", bubble);
document.addEventListener("focusout", bubble);

// To be installed is offered on /mas as soon as it can be, and once in so many days beside the page, to who comes back and has
// waited for nothing.
const OFFER_AFTER_MS = 8_000;
const NOT_AGAIN_DAYS = 60;
const remembered = (name, value) => {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return Number(localStorage.getItem(name));
  } catch {
    return Infinity;
  }
};
const comesBack = () => {
  try {
    if (sessionStorage.getItem("falcon-here")) return remembered("falcon-visits") > 1;
    sessionStorage.setItem("falcon-here", "1");
    return remembered("falcon-visits", remembered("falcon-visits") + 1) > 1;
  } catch {
    return false;
  }
};
const again = comesBack();
const install = () => {
  document.getElementById("install")?.remove();
  remembered("falcon-offered", Date.now());
  window.falconInstall?.();
};
const offer = () => {
  if (!again || !root.dataset.engine || !window.falconInstall || Date.now() - remembered("falcon-offered") < NOT_AGAIN_DAYS * 86_400_000) return;
  const card = document.createElement("aside");
  card.id = "install";
  card.setAttribute("aria-label", "Falcon");
  const text = document.createElement("p");
  text.textContent = say("Ten Falcon en tu pantalla de inicio: abre al instante, también sin conexión.", "Keep Falcon on your home screen: it opens at once, without a network too.");
  const button = (words, act, kind) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const later = () => {
    remembered("falcon-offered", Date.now());
    card.remove();
  };
  card.append(text, button(say("Ahora no", "Not now"), later, "button"), button(say("Instalar", "Install"), install, "button primary"));
  document.body.append(card);
};
const installable = () => {
  root.dataset.installable = "";
  setTimeout(offer, OFFER_AFTER_MS);
};
window.addEventListener("falcon-install", installable);
// Telegram's client may have said so before this script came.
if (window.falconInstall) installable();
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.falconInstall = () => event.prompt();
  window.dispatchEvent(new Event("falcon-install"));
});
window.addEventListener("appinstalled", () => {
  delete root.dataset.installable;
  document.getElementById("install")?.remove();
});
document.addEventListener("click", ({ target }) => target.closest?.("[data-install]") && install());
// What an installed application keeps is not the browser's to clear when the disk fills up.
if (matchMedia("(display-mode: standalone)").matches) navigator.storage?.persist?.().catch(() => {});

// Rings when a notice comes in, and again until one of level 4 or 5 is opened. The list works
// without it. A browser makes no sound before somebody has pressed something on the page.
"use strict";

const AGAIN = 20000;
const KEPT = "suian.heard";
const MOST = 500;
let sound = null;

function heard() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || [];
  } catch {
    return []; // storage may be forbidden: then each page rings anew
  }
}

function keep(ids) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(ids.slice(-MOST)));
  } catch {
    // as above
  }
}

function waiting(urgent) {
  const rows = document.querySelectorAll(urgent ? "[data-unopened=urgent]" : "[data-unopened]");
  return Array.from(rows, (row) => row.dataset.notice);
}

// Two short tones, made here: no file is loaded and nothing is played that was not made now.
function ring(urgent) {
  if (!sound || sound.state !== "running") return;
  const tones = urgent ? [880, 660, 880, 660] : [660, 880];
  tones.forEach((pitch, turn) => {
    const from = sound.currentTime + turn * 0.22;
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.4, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.2);
    tone.connect(volume).connect(sound.destination);
    tone.start(from);
    tone.stop(from + 0.2);
  });
}

// What it shows stands on a locked screen, too: that something waits, and nothing else.
function show(switched, urgent) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const note = new Notification(switched.dataset.title, {
    body: switched.dataset.body,
    tag: "suian",
    renotify: true,
    requireInteraction: urgent,
  });
  note.onclick = () => {
    window.focus();
    note.close();
  };
}

function look(switched) {
  const known = heard();
  const fresh = waiting(false).filter((id) => !known.includes(id));
  const urgent = waiting(true).length > 0;
  const count = waiting(false).length;
  document.title = (count ? `(${count}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  if (!fresh.length) return;
  keep(known.concat(fresh));
  ring(urgent);
  show(switched, urgent);
}

function remind(switched) {
  if (!waiting(true).length) return;
  ring(true);
  show(switched, true);
}

function say(switched) {
  const isOn = sound !== null && sound.state === "running";
  switched.textContent = isOn ? switched.dataset.on : switched.dataset.off;
  switched.setAttribute("aria-pressed", String(isOn));
  switched.classList.toggle("btn-warning", !isOn);
}

function turnOn(switched) {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return;
  if (!sound) {
    sound = new Context();
    sound.onstatechange = () => say(switched);
  }
  sound.resume().then(() => say(switched));
}

document.addEventListener("DOMContentLoaded", () => {
  const switched = document.getElementById("ringing");
  if (!switched) return;
  switched.hidden = false;
  turnOn(switched); // runs at once where the browser allows sound by itself
  say(switched);
  switched.addEventListener("click", () => {
    turnOn(switched);
    if (window.Notification && Notification.permission === "default") {
      Notification.requestPermission();
    }
    sound?.resume().then(() => ring(false));
  });
  document.addEventListener("pointerdown", () => turnOn(switched), { once: true });
  document.addEventListener("htmx:after:swap", () => look(switched));
  setInterval(() => remind(switched), AGAIN);
  look(switched);
});

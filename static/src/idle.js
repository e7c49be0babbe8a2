// Whoever has not been heard of for long is asked whether they are still there; any key is an answer, and without one they are signed
// out. The server ends the session a little later by itself, so that it also ends where scripts are off.
const dialog = document.getElementById("idle")
const left = dialog.querySelector("[data-aas-left]")
const limit = Number(dialog.dataset.aasIdle) * 1000
const warning = Math.min(5 * 60 * 1000, limit / 2)
const often = limit / 12 // somebody who types is told to the server this often
const others = new BroadcastChannel("aas-idle") // the other tabs of this browser share the session
const NO_ANSWER = ["Tab", "Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]
let heard = Date.now()
let touched = false
let asking = false

function fresh(tell) {
  heard = Date.now()
  touched = false
  if (dialog.open) dialog.close()
  if (tell) others.postMessage("here")
}

async function stay() {
  if (asking) return
  asking = true
  try {
    const answer = await fetch(dialog.dataset.aasStay, { cache: "no-store" })
    if (answer.redirected && new URL(answer.url).pathname === dialog.dataset.aasSignin) return leave()
    if (answer.ok) fresh(true)
  } catch {
    // no connection: they are asked again, or answer again
  } finally {
    asking = false
  }
}

// To the sign-in page, which says why, and from there back to this page.
function leave() {
  if (!navigator.onLine) return
  const form = document.getElementById("signout")
  const back = encodeURIComponent(location.pathname + location.search)
  const next = Object.assign(document.createElement("input"), { type: "hidden", name: "next", value: `${dialog.dataset.aasSignin}?why=idle&next=${back}` })
  form.append(next)
  form.submit()
}

function look() {
  const rest = heard + limit - Date.now()
  if (rest <= 0) return leave()
  if (touched && !dialog.open && Date.now() - heard > often) return stay()
  if (rest > warning) return
  const minutes = Math.ceil(rest / 60000)
  const words = minutes > 1 ? `${minutes} minutes` : "less than a minute"
  if (left.textContent !== words) left.textContent = words
  if (!dialog.open) dialog.showModal()
}

for (const kind of ["keydown", "pointerdown", "input"]) addEventListener(kind, () => (touched = true), { capture: true, passive: true })
dialog.addEventListener("keydown", (event) => {
  if (NO_ANSWER.includes(event.key) || event.target.closest("[form=signout]")) return
  event.preventDefault()
  stay()
})
dialog.addEventListener("cancel", (event) => {
  event.preventDefault()
  stay()
})
dialog.querySelector("[data-aas-stay-here]").addEventListener("click", stay)
document.addEventListener("htmx:afterOnLoad", () => fresh(true))
document.addEventListener("visibilitychange", look)
others.addEventListener("message", () => fresh(false))
fresh(true)
setInterval(look, Math.min(1000, limit / 20))

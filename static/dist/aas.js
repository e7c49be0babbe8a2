// What scripts add to pages that work without them: focus on the error summary, counted text areas, one press a button.
import { initAll } from "./govuk-frontend.min.js"

document.body.classList.add("js-enabled", "govuk-frontend-supported")
initAll()

// A fragment that htmx puts into the page brings its own counters and summaries.
document.addEventListener("htmx:afterSwap", (event) => initAll({ scope: event.detail.elt }))

// A double click is one press: the second would find what the first has already done, and be told so.
const pressed = new WeakMap()
document.addEventListener("submit", (event) => {
  const button = event.submitter ?? event.target
  if (event.target.method !== "post") return
  if (event.timeStamp - pressed.get(button) < 1000) {
    event.preventDefault()
    event.stopImmediatePropagation()
  } else pressed.set(button, event.timeStamp)
}, { capture: true })

// Buttons that only make sense with scripts are in the page as hidden, and are shown here.
for (const button of document.querySelectorAll("[data-aas-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}

// Where a browser makes or takes no passkey it says so to scripts only; the page says it to the person.
const refused = document.querySelector("[data-aas-passkey]")
function passkeyWords(fault) {
  if (fault.name === "SecurityError" && /^[\d.]+$|^\[/.test(location.hostname)) {
    const named = Object.assign(new URL(location.href), { hostname: "localhost" }).origin
    return `Passkeys work only at an address with a name. Open the portal at ${named} and try again.`
  }
  if (!window.PublicKeyCredential || fault.name === "SecurityError") return "This browser takes no passkeys at this address. Try another browser, or another way."
  if (fault.name === "InvalidStateError") return "This device or key has a passkey for you already."
  if (fault.name === "NotAllowedError") return "Nothing has happened: it was cancelled, took too long, or this device has no passkey for the portal. Try again, or another way."
  return "The passkey did not work. Try again, or another way."
}
if (refused) document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  refused.textContent = passkeyWords(event.detail.exception)
  refused.className = "govuk-error-message"
})

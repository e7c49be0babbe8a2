// A register in a hall without signal: a mark that could not be sent is kept on the open page, and sent when it can be.
const waiting = new Map() // seat -> the radio tapped last, in the order of the taps
const note = document.getElementById("offline")
const [why, how] = [note.querySelector("b"), note.querySelector("[data-aas-waiting]")]
const OFFLINE = why.textContent
let since = null

function tell(words) {
  note.hidden = waiting.size === 0
  since = waiting.size ? (since ?? new Date()) : null
  const time = since?.toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).replace(":", ".").replace(" ", "")
  if (words) why.textContent = words
  how.textContent = waiting.size ? `${waiting.size} waiting, the oldest from ${time}.` : ""
}

// After the swap the row is another element, so the radio is the one whose change began the request.
const tapped = (event) => event.detail.requestConfig?.triggeringEvent?.target ?? event.detail.elt
const isRow = (event) => new URL(event.detail.xhr.responseURL).pathname.endsWith("/register/mark/")
const isKept = (event) => event.detail.successful && isRow(event)

function keep(event) {
  const radio = tapped(event)
  if (!radio.matches?.("[data-aas-keep] input")) return
  const status = event.detail.xhr?.status ?? 0
  const refused = status >= 400 && status < 500 // the register was closed meanwhile, or somebody signed out and in
  waiting.delete(radio.name)
  if (refused && waiting.size === 0) return location.reload()
  waiting.set(radio.name, radio)
  tell(refused ? "Marks are not accepted any more. Note down those that wait, and open the register again." : OFFLINE)
}

document.addEventListener("htmx:sendError", keep)
document.addEventListener("htmx:timeout", keep)
document.addEventListener("htmx:responseError", keep)
document.addEventListener("htmx:afterRequest", (event) => {
  if (isKept(event) && waiting.delete(tapped(event).name)) tell()
})

// Whoever was signed out is led to the sign-in page, and a page is no row.
document.addEventListener("htmx:beforeSwap", (event) => {
  const radio = tapped(event)
  if (!radio.matches?.("[data-aas-keep] input") || event.detail.isError || isRow(event)) return
  event.detail.shouldSwap = false
  waiting.set(radio.name, radio)
  tell("You are no longer signed in. Note down the marks that wait, and sign in again.")
})

function again() {
  for (const [name, radio] of [...waiting]) {
    const now = document.querySelector(`input[name="${name}"]:checked`) ?? radio
    waiting.set(name, now)
    htmx.trigger(now, "change")
  }
}

addEventListener("online", again)
setInterval(again, 8000)
addEventListener("beforeunload", (event) => {
  if (waiting.size) event.preventDefault()
})

// Starts the design system's components. Everything works without it.
import { initAll } from '../vendor/nhsuk/nhsuk-frontend.min.js'

initAll()

// What htmx brings in may hold components too; the page itself has been started already.
document.addEventListener('htmx:load', (event) => {
  if (event.detail.elt !== document.body) initAll({ scope: event.detail.elt })
})

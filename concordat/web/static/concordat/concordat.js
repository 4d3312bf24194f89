// Starts the design system's components. Everything works without it.
import { initAll } from '../vendor/nhsuk/nhsuk-frontend.min.js'

initAll()

// What htmx swaps in may hold components too, and a screen reader is told by the live region the page gives it.
document.addEventListener('htmx:afterSwap', (event) => initAll({ scope: event.detail.target }))

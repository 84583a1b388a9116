// Prints the paper; on the roll it first says how long the text is, since no stylesheet can.
const MARGIN_MM = 3;
const PX_PER_MM = 96 / 25.4;

function measureRoll() {
  if (!document.body.classList.contains('roll')) return;
  const article = document.querySelector('article');
  const height = Math.ceil(article.getBoundingClientRect().height / PX_PER_MM) + 2 * MARGIN_MM;
  document.styleSheets[1].insertRule(`@page { size: 80mm ${height}mm; margin: ${MARGIN_MM}mm }`, document.styleSheets[1].cssRules.length);
}

measureRoll();
document.getElementById('print').addEventListener('click', () => window.print());
if (window.location.hash === '#print') window.print();

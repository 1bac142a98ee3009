// A hall's screen or somebody's phone? Asked before the first paint, so that nothing jumps.
// ?view=hall and ?view=phone decide it by hand.
(() => {
  const asked = new URLSearchParams(location.search).get("view");
  const wide = matchMedia("(min-width: 900px)").matches;
  const view = asked === "hall" || asked === "phone" ? asked : wide ? "hall" : "phone";
  document.documentElement.dataset.view = view;
})();

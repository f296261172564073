(function () {
  var root = document.documentElement;
  var buttons = document.querySelectorAll(".switch button");
  function show(lang) {
    root.lang = lang;
    document.title = lang === "en" ? "Skills-demand simulation: report" : "技能需求模拟报告";
    buttons.forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.lang === lang)); });
  }
  buttons.forEach(function (b) { b.addEventListener("click", function () { show(b.dataset.lang); }); });
  document.querySelector(".switch").hidden = false;
  show(root.lang);
  var opened = [];
  addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details.print:not([open])"));
    opened.forEach(function (d) { d.open = true; });
  });
  addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
})();
